/** What authors need of Temporal comes with the kit, for package managers that give nobody what he has not asked for. */
import * as common from '@temporalio/common';
import * as temporal from '@temporalio/workflow';
import { ApplicationFailure, nonRetryable } from '../../activities';
import * as kit from '../../workflows/kit/public';

const words = [
  'ApplicationFailure',
  'CancellationScope',
  'condition',
  'defineQuery',
  'defineSignal',
  'defineUpdate',
  'deprecatePatch',
  'isCancellation',
  'patched',
  'setHandler',
  'sleep',
  'uuid4',
] as const;

test.each(words)('%s of pipeline-worker/workflows is Temporal’s own, with its type', (word) => {
  const ours: Pick<typeof temporal, (typeof words)[number]> = kit;
  expect(ours[word]).toBe(temporal[word]);
});

test('a step throws Temporal’s failure, by the name that its pipeline catches', () => {
  expect(ApplicationFailure).toBe(common.ApplicationFailure);
  const failure: ApplicationFailure = nonRetryable('CardDeclined', 'the card was declined', { details: { code: 51 } });
  expect(failure).toMatchObject({
    type: 'CardDeclined',
    message: 'the card was declined',
    nonRetryable: true,
    details: [{ code: 51 }],
  });
});
