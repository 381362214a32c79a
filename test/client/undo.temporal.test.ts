/** A run that is undone, as a program that uses the client meets it. */
import { randomUUID } from 'node:crypto';
import { connect } from '../../client';
import type { PipelineClient, RunEvent } from '../../client';
import { until } from '../kit/driver';
import { undoSteps } from '../kit/undo/steps';
import { World } from '../kit/world';
import { usePipelines } from '../support/pipeline';

const pipelines = usePipelines(require.resolve('../kit/undo/workflows'));
let client: PipelineClient;

beforeAll(async () => {
  const { temporal, redisUrl, prefix, taskQueue } = pipelines.config();
  client = await connect({ temporal, redisUrl, prefix, taskQueue });
});
afterAll(() => client.close());

it('watch tells that it is cancelled and undone, inspect what undid what, and a retry charges anew', async () => {
  const world = new World();
  let goOn = (): void => undefined;
  const held = new Promise<void>((resolve) => (goOn = resolve));
  world.on('refund', () => held);
  world.on('ship', async (signal) => {
    if (world.count('ship') === 1)
      await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
  });
  await pipelines.worker([undoSteps], { world });
  const { handle } = await client.start('undoableOrder', { id: '7' }, { id: `order-${randomUUID()}` });
  await until(
    () => world.count('ship'),
    (times) => times > 0,
  );
  const events: RunEvent[] = [];
  const watching = (async () => {
    for await (const event of handle.watch()) events.push(event);
  })();
  await handle.cancel();
  await until(
    () => events.some((event) => event.event === 'message' && event.text.startsWith('cancelling: ')),
    (isTold) => isTold,
  );
  goOn();
  await watching;
  expect(events.at(-1)).toMatchObject({ event: 'finished', status: 'cancelled' });
  const { steps } = await handle.inspect();
  const parts = steps.flatMap(({ name, activities }) => activities.map(({ part = '' }) => `${name}: ${part}`));
  expect(parts).toEqual(
    expect.arrayContaining([
      'undo.refund [undo of undo.charge]: undo of undo.charge',
      'undo.release [undo of undo.reserve]: undo of undo.reserve',
    ]),
  );
  expect(await handle.retry()).toBe('restarted');
  expect(await handle.result()).toMatchObject({ status: 'ok' });
  expect(world.notes.map(({ key }) => key)).toEqual([
    'reserve-7',
    'charge-7',
    'refund-7-charged',
    'release-7-reserved',
    'reserve-7#2',
    'charge-7#2',
    'ship-7',
  ]);
});
