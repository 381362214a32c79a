/** A run is cancelled from another process than its worker's: how soon the work hears of it is printed. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { connect } from '../../client';
import type { PipelineClient } from '../../client';
import { until } from '../kit/driver';
import { sumSteps } from '../kit/steps';
import { stopped, World } from '../kit/world';
import { usePipelines } from '../support/pipeline';
import type { plainPipeline } from './workflows';

/** A busy machine must not turn this red; what is promised, and printed, is less than two seconds. */
const GENEROUS_MS = 10_000;
const CANCELS = 8;
const pipelines = usePipelines(require.resolve('./workflows'));
let client: PipelineClient;

beforeAll(async () => {
  const { temporal, redisUrl, prefix, taskQueue } = pipelines.config();
  client = await connect({ temporal, redisUrl, prefix, taskQueue });
});
afterAll(() => client.close());

test('cancel reaches the signal of a running step, and the run ends cancelled; how long that took is printed', async () => {
  let heardAt = 0;
  const world = new World().on('gap', (signal) => {
    signal.addEventListener('abort', () => (heardAt = performance.now()), { once: true });
    return stopped(signal);
  });
  await pipelines.worker([sumSteps], { world });
  const tookMs: number[] = [];
  for (let n = 0; n < CANCELS; n += 1) {
    const id = `cancelled-${randomUUID()}`;
    const { handle } = await client.start<typeof plainPipeline>('plainPipeline', { count: 3 }, { id });
    await until(
      () => world.count('gap'),
      (times) => times > n,
    );
    // Each at another moment between two heartbeats.
    await pause((n / CANCELS) * 1000);
    const saidAt = performance.now();
    await handle.cancel();
    await expect(handle.result()).resolves.toMatchObject({ status: 'cancelled' });
    tookMs.push(heardAt - saidAt);
  }
  const sorted = tookMs.toSorted((a, b) => a - b).map(Math.round);
  process.stderr.write(`cancel: ${CANCELS} steps heard after ${sorted.join(', ')} ms\n`);
  expect(Math.min(...tookMs)).toBeGreaterThan(0);
  expect(Math.max(...tookMs)).toBeLessThan(GENEROUS_MS);
  expect(world.count('list')).toBe(0);
}, 120_000);
