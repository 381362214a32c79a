/** What `ledger` says where there is none; what it gives where there is one, docs/client.md shows (tour.product.test.ts). */
import { randomUUID } from 'node:crypto';
import { connect } from '../../client';
import type { PipelineClient, RunHandle } from '../../client';
import { sumSteps } from '../kit/steps';
import { World } from '../kit/world';
import { usePipelines } from '../support/pipeline';
import type { pricing } from './tour/workflows';

const pipelines = usePipelines(require.resolve('./tour/workflows'));
let client: PipelineClient;

beforeAll(async () => {
  const { temporal, redisUrl, prefix, taskQueue } = pipelines.config();
  client = await connect({ temporal, redisUrl, prefix, taskQueue });
});
afterAll(() => client.close());

async function waiting(): Promise<RunHandle> {
  await pipelines.worker([sumSteps], { world: new World() });
  const { handle } = await client.start<typeof pricing>('pricing', { day: 'friday' }, { id: `ledger-${randomUUID()}` });
  for await (const event of handle.watch()) if (event.event === 'paused') return handle;
  throw new Error('the run ended without a pause');
}

test('ledger of a run that goes on, and of one whose pipeline writes none, says what to do instead', async () => {
  const handle = await waiting();
  await expect(handle.ledger()).rejects.toMatchObject({
    name: 'NotPossible',
    message: expect.stringContaining(`its ledger is written at its end. Wait: watch ${handle.id}`) as string,
  });
  await handle.answer('approval', true);
  await expect(handle.result()).resolves.toMatchObject({ status: 'ok' });
  await expect(handle.ledger()).rejects.toMatchObject({
    name: 'NotPossible',
    message: expect.stringContaining('returns no file ledger.json') as string,
  });
});

test('ledger of a run that was cancelled says that it wrote none, and how to go on', async () => {
  const handle = await waiting();
  await handle.cancel();
  await handle.result();
  await expect(handle.ledger()).rejects.toMatchObject({
    name: 'NotPossible',
    message: expect.stringContaining(
      `ended cancelled before it wrote its ledger. Let it go on with \`retry ${handle.id}\``,
    ) as string,
  });
});
