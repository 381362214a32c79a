/** When the state of a run is renewed, by the real activity in memory. */
import { ApplicationFailure } from '@temporalio/common';
import { limits, Store } from '../../../redis';
import { startAttempt } from '../../../testing/memory/activityContext';
import { MemoryWorker } from '../../../testing/memory/worker';
import { Network, openSimulation, SimulatedProcess } from '../../../testing/simulation';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const attempt = {
  runId: 'run',
  workflowType: 'pipeline',
  activityType: 'kit.keepAlive',
  activityId: '1',
  number: 1,
  scheduledMs: 0,
  attemptScheduledMs: 0,
  startToCloseMs: 30_000,
  heartbeatMs: 2000,
  said: undefined,
  onHeartbeat: () => undefined,
};

test('state is renewed in time, and never when a wait of whole days ends: an attempt in flight then holds a skipping clock', async () => {
  const world = await openSimulation();
  const process = new SimulatedProcess('worker', world.schedule, 0);
  const network = new Network(world.random, { delayMs: [0, 0] });
  const store = new Store(world.link(process, { network }), { prefix: 'test', namespace: 'memory' });
  const worker = new MemoryWorker({ process, network, store, steps: [], deps: {}, inputs: {} });
  const nextMs = async (): Promise<number> => {
    const renewal = startAttempt(attempt, () => worker.activities['kit.keepAlive']?.({}) ?? Promise.resolve()).result;
    const said = await world.finish(renewal.catch((error: unknown) => error));
    return Number(said instanceof ApplicationFailure ? said.nextRetryDelay : Number.NaN);
  };
  // The first is made after a third of the life of the state.
  let atMs = limits.stateTtlMs / 3;
  for (let renewals = 1; renewals < 90; renewals += 1) {
    const ms = await nextMs();
    expect(ms).toBeGreaterThan(limits.stateTtlMs / 4);
    expect(ms).toBeLessThanOrEqual(limits.stateTtlMs / 3);
    atMs += ms;
    const fromWholeDayMs = Math.min(atMs % DAY_MS, DAY_MS - (atMs % DAY_MS));
    expect(fromWholeDayMs).toBeGreaterThan(0);
  }
  worker.kill();
});
