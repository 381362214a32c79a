/** How soon what ended without a word is tried again: what Temporal is asked for. On a virtual clock. */
import '../../testing/memory/asyncLocal';
import { RetryState } from '@temporalio/common';
import { ActivityFailure } from '@temporalio/workflow';
import { steps as callsOf } from '../../workflows/kit';
import type { Scheduled } from '../../testing/memory/virtual';
import { runOf } from './run';

const lab = callsOf('lab') as unknown as { add: (input: object, options?: object) => Promise<number> };
const ms = (time: unknown): number =>
  Number(/^(\d+)ms$/.exec(String(time))?.[1] ?? Number.parseInt(String(time)) * 1000);

async function optionsOf(options?: object): Promise<Scheduled['options']> {
  const run = runOf({ 'lab.add': { run: () => 1 } }, () => lab.add({ a: 1 }, ...(options ? [options] : [])));
  let seen: Scheduled['options'] = {};
  await run.work((activity) => {
    if (activity.name === 'lab.add') seen = activity.options;
    return false;
  });
  expect(run.result).toBe(1);
  return seen;
}

it('promise 4: an attempt that ended without a word is followed within its heartbeat timeout plus a second, ever', async () => {
  const { heartbeatTimeout, startToCloseTimeout, retry } = await optionsOf();
  expect([heartbeatTimeout, startToCloseTimeout]).toEqual(['10s', '10m']);
  expect(ms(retry?.maximumInterval)).toBeLessThanOrEqual(1000);
  expect(retry?.maximumAttempts).toBeUndefined();
  const { heartbeatTimeout: own } = await optionsOf({ heartbeatTimeout: '2s' });
  expect(own).toBe('2s');
});

it('promise 4: four deaths one after another cost less than 100 ms of waiting together', async () => {
  const { retry } = await optionsOf();
  const { initialInterval, backoffCoefficient = 2, maximumInterval } = retry ?? {};
  const waits = [0, 1, 2, 3].map((death) =>
    Math.min(ms(initialInterval) * backoffCoefficient ** death, ms(maximumInterval)),
  );
  expect(waits.reduce((all, wait) => all + wait)).toBeLessThan(100);
  expect(Math.min(...waits)).toBeGreaterThan(0);
});

it('the state of a run is renewed in a third of its life, and where that fails, again within a minute', async () => {
  const run = runOf({}, (it) => it.waitFor('go'));
  await run.work();
  const keepsAlive = (): Scheduled | undefined => [...run.sdk.pending].find(({ name }) => name === 'kit.keepAlive');
  await run.pass(run.outside.stateTtlMs / 3 - 1);
  expect(keepsAlive()).toBeUndefined();
  await run.pass(1);
  expect(keepsAlive()?.options).toMatchObject({
    heartbeatTimeout: '2s',
    retry: { initialInterval: '1s', maximumInterval: '1m' },
  });
});

it('what the kit does itself is tried for 30 minutes, by a living worker at least every 5 s', async () => {
  const run = runOf({}, () => Promise.resolve(1));
  let seen: Scheduled['options'] = {};
  await run.work(({ name, options }) => {
    if (name === 'kit.open') seen = options;
    return false;
  });
  expect(seen).toMatchObject({
    scheduleToCloseTimeout: '30m',
    heartbeatTimeout: '2s',
    retry: { maximumInterval: '5s' },
  });
});

it('what the kit cannot do in that time pauses the run with its cause, and a retry goes on from there', async () => {
  const run = runOf({}, (it) => it.once('drawn', () => Promise.resolve(7)));
  let tries = 0;
  await run.work((activity) => {
    if (activity.name !== 'kit.remember' || tries > 0) return false;
    tries += 1;
    const cause = new Error('memory is full');
    run.sdk.fail(activity, new ActivityFailure('timed out', activity.name, '1', RetryState.TIMEOUT, 'worker', cause));
    return true;
  });
  const message = 'kit.remember did not succeed in 30 minutes, last: memory is full. Mend the cause, then retry it';
  expect(run.row('kit.remember')).toMatchObject({ status: 'paused', message });
  expect(await run.tell('retryStep', { step: 'kit.remember' })).toBeUndefined();
  expect(run.result).toBe(7);
});
