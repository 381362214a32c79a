/** Sleeping, and ending, by the body's own will. On a virtual clock. */
import '../../testing/memory/asyncLocal';
import { steps as callsOf } from '../../workflows/kit';
import { Outside } from './outside';
import { runOf, TestRun } from './run';
import type { Body } from './run';

const HOUR = 3_600_000;
const lab = callsOf('lab') as unknown as {
  make: (input: object) => Promise<unknown>;
  read: (input: object) => Promise<number>;
};
const steps = { 'lab.make': { run: () => [1], byRef: true }, 'lab.read': { run: () => 1 } };

it('a sleep of 90 days is no active time, keeps what was stored alive, and says when it ends', async () => {
  const run = runOf(steps, async (it) => {
    const made = await lab.make({});
    await it.sleep('90 days');
    return lab.read({ made });
  });
  await run.work();
  await run.pass(89 * 24 * HOUR);
  expect(run.progress).toMatchObject({ status: 'running', activeMs: 0, sleepsUntil: '2026-04-01T00:00:00.000Z' });
  expect(run.sdk.details).toContain('sleeps until 2026-04-01');
  expect(run.sdk.commands.filter((name) => name === 'kit.keepAlive')).toHaveLength(1);
  await run.pass(25 * HOUR);
  expect(run.result).toBe(1);
  expect(run.progress).not.toHaveProperty('sleepsUntil');
});

it('a body that runs again sleeps what is left, of each of its sleeps', async () => {
  const woke: number[] = [];
  const run = runOf(steps, async (it) => {
    const made = await lab.make({});
    const nap = async (hours: 1 | 10): Promise<void> => {
      await it.sleep(`${hours} hours`);
      woke.push(hours);
    };
    await Promise.all([nap(10), nap(1), nap(10), it.waitFor('go').then(() => lab.read({ made }))]);
    await it.sleep('1 hour');
    return woke;
  });
  await run.work();
  await run.pass(2 * HOUR);
  run.outside.flush();
  await run.tell('answer', { name: 'go', value: 1 });
  expect(run.progress.heals).toBe(1);
  expect(woke).toEqual([1, 1]);
  await run.pass(8 * HOUR);
  expect(woke).toEqual([1, 1, 10, 10]);
  await run.pass(HOUR);
  expect(run.result).toEqual([1, 1, 10, 10]);
});

it('another execution of the id sleeps what is left of the long ones', async () => {
  const outside = new Outside(steps);
  const body: Body = async (it) => {
    await it.sleep('30 seconds');
    await it.sleep('10 hours');
  };
  const first = new TestRun(outside, body);
  await first.work();
  await first.pass(HOUR);
  const second = new TestRun(outside, body);
  second.sdk.nowMs = first.sdk.nowMs;
  await second.work();
  await second.pass(5 * HOUR);
  expect(second.ended).toBeUndefined();
  await second.pass(6 * HOUR);
  expect(second.ended).toEqual({ result: undefined });
});

it('a sleep until a time that is past is over at once; until one to come it ends then', async () => {
  const run = runOf({}, async (it) => {
    await it.sleepUntil(new Date('2025-12-31T00:00:00Z'));
    await it.sleepUntil(new Date('2026-01-02T00:00:00Z'));
    return 'awake';
  });
  await run.work();
  await run.pass(23 * HOUR);
  expect(run.ended).toBeUndefined();
  await run.pass(HOUR);
  expect(run.result).toBe('awake');
});

it.each(['soon', '-1 hours', '400 days', Number.NaN])(
  'a sleep of %s ends the run and says what can be slept',
  async (length) => {
    const run = runOf({}, (it) => it.sleep(length as '1 hour'));
    await run.work();
    expect(run.ended).toMatchObject({
      error: { type: 'OptionInvalid', message: expect.stringMatching(/such as '25 hours'/) },
    });
  },
);

it('a time that is none, or too far, ends the run too', async () => {
  for (const time of [new Date('x'), new Date('2036-01-01')]) {
    const run = runOf({}, (it) => it.sleepUntil(time));
    await run.work();
    expect(run.ended).toMatchObject({ error: { type: 'OptionInvalid' } });
  }
});

it('a run that is cancelled while it sleeps ends at once', async () => {
  const run = runOf({}, (it) => it.sleep('1 day'));
  await run.work();
  run.sdk.cancel();
  await run.work();
  expect(run.progress.status).toBe('cancelled');
});

it('run.fail ends the run with its reason', async () => {
  const run = runOf({}, (it) => Promise.resolve().then(() => it.fail('this order is wrong')));
  await run.work();
  expect(run.ended).toMatchObject({ error: { type: 'Failed', message: 'this order is wrong' } });
  expect(run.progress).toMatchObject({ status: 'failed', error: 'this order is wrong' });
});
