/** The borders of what may last how long, to the millisecond: the border itself is taken. On a virtual clock. */
import '../../testing/memory/asyncLocal';
import { steps as callsOf } from '../../workflows/kit';
import { sizes } from '../../workflows/kit/shapes';
import { Outside } from './outside';
import { runOf, TestRun } from './run';
import type { Body } from './run';

const MINUTE = 60_000;
const YEAR = sizes.timeoutMs;
const lab = callsOf('lab') as unknown as { mail: (input: object) => Promise<unknown> };
const steps = { 'lab.mail': { run: () => 1, isEffect: true } };

async function begun(body: Body, outside = new Outside(steps)): Promise<TestRun> {
  const run = new TestRun(outside, body);
  await run.work();
  return run;
}
const refusal = (message: string) => ({ error: { type: 'OptionInvalid', message } });
const remembered = (run: TestRun): number => run.sdk.commands.filter((name) => name === 'kit.remember').length;

it('a year is 365 days', () => {
  expect(YEAR).toBe(365 * 24 * 3_600_000);
});

it.each([1, YEAR])('a wait may last %i ms', async (timeout) => {
  const run = await begun((it) => it.waitFor('go', { timeout, onTimeout: 'late' }));
  await run.pass(timeout - 1);
  expect(run.ended).toBeUndefined();
  await run.pass(1);
  expect(run.result).toBe('late');
});

it.each([0, YEAR + 1])('a wait may not last %i ms', async (timeout) => {
  const run = await begun((it) => it.waitFor('go', { timeout }));
  expect(run.ended).toMatchObject(
    refusal(
      `The run was stopped: the timeout of run.waitFor("go") is "${timeout}": give a duration, at most a year, such as '1 day'.`,
    ),
  );
});

it.each([MINUTE, YEAR])('somebody may be reminded every %i ms', async (every) => {
  const run = await begun((it) => it.waitFor('go', { remind: { every, run: () => lab.mail({}) } }));
  await run.pass(every - 1);
  expect(run.outside.done).toEqual([]);
  await run.pass(1);
  expect(run.outside.done).toHaveLength(1);
});

it.each([MINUTE - 1, YEAR + 1])('nobody is reminded every %i ms', async (every) => {
  const run = await begun((it) => it.waitFor('go', { remind: { every, run: () => lab.mail({}) } }));
  expect(run.ended).toMatchObject(
    refusal(
      `The run was stopped: the remind.every of run.waitFor("go") is "${every}": give a duration, at least a minute and at most a year, such as '1 day'.`,
    ),
  );
});

it('a wait of a minute or more, and any that reminds, is remembered; a shorter one is asked anew', async () => {
  const asked = async (options: object): Promise<number> => remembered(await begun((it) => it.waitFor('go', options)));
  expect(await asked({ timeout: MINUTE - 1 })).toBe(0);
  expect(await asked({ timeout: MINUTE })).toBe(1);
  expect(await asked({})).toBe(0);
  expect(await asked({ remind: { every: '1 day', run: () => lab.mail({}) } })).toBe(1);
});

it('a wait whose time was over when another execution came to it is asked anew, also in that instant', async () => {
  const outside = new Outside(steps);
  const body: Body = (it) => it.waitFor('go', { timeout: '10 minutes' });
  await begun(body, outside);
  const untilAt = async (ms: number): Promise<string | undefined> => {
    const run = new TestRun(outside, body);
    run.sdk.nowMs += ms;
    await run.work();
    return run.progress.waits[0]?.until;
  };
  expect(await untilAt(10 * MINUTE - 1)).toBe('2026-01-01T00:10:00.000Z');
  expect(await untilAt(10 * MINUTE)).toBe('2026-01-01T00:20:00.000Z');
});

it('a wait that takes its time to be remembered ends when it was to end', async () => {
  const run = new TestRun(new Outside(steps), (it) => it.waitFor('go', { timeout: '10 minutes', onTimeout: 'late' }));
  await run.work(({ name }) => name === 'kit.remember');
  run.sdk.nowMs += 11 * MINUTE;
  await run.work();
  expect(run.ended).toBeUndefined();
  await run.pass(1);
  expect(run.result).toBe('late');
});

it('nobody is reminded of what is answered, though the answer is not remembered yet', async () => {
  const run = await begun((it) => it.waitFor('go', { remind: { every: '10 minutes', run: () => lab.mail({}) } }));
  void run.sdk.update('answer', { name: 'go', value: 1 });
  await run.work(({ name }) => name === 'kit.remember');
  run.sdk.nowMs += 20 * MINUTE;
  await run.work(({ name }) => name === 'kit.remember');
  expect(run.outside.done).toEqual([]);
  await run.work();
  expect(run.result).toBe(1);
});

it('no reminder comes with the deadline', async () => {
  const run = await begun((it) =>
    it.waitFor('go', { timeout: '2 hours', onTimeout: 0, remind: { every: '1 hour', run: () => lab.mail({}) } }),
  );
  await run.pass(120 * MINUTE);
  expect(run.result).toBe(0);
  expect(run.outside.done).toHaveLength(1);
});

it('what is to be looked at before it is answered is shown with the question', async () => {
  const files = [{ name: 'a.txt', ref: { $ref: 'sha' } }] as never;
  const run = await begun((it) => it.waitFor('go', { files }));
  expect(run.progress.waits).toEqual([{ name: 'go', since: '2026-01-01T00:00:00.000Z', files }]);
  const none = await begun((it) => it.waitFor('go', { files: [] }));
  expect(none.progress.waits).toEqual([{ name: 'go', since: '2026-01-01T00:00:00.000Z' }]);
});

it('a sleep lasts from no time to a year; from a minute on another execution sleeps what is left', async () => {
  const slept = async (ms: number): Promise<TestRun> => begun((it) => it.sleep(ms).then(() => 'awake'));
  const none = await slept(0);
  expect(none.result).toBe('awake');
  // That which keeps the run alive.
  expect(none.sdk.commands.filter((name) => name === 'timer')).toHaveLength(1);
  for (const [ms, facts] of [
    [1, 0],
    [MINUTE - 1, 0],
    [MINUTE, 1],
    [YEAR, 1],
  ] as const) {
    const run = await slept(ms);
    expect(remembered(run)).toBe(facts);
    await run.pass(ms - 1);
    expect(run.ended).toBeUndefined();
    await run.pass(1);
    expect(run.result).toBe('awake');
  }
  const message = (ms: number): string =>
    `The run was stopped: run.sleep takes a duration of at most a year, such as '25 hours'; not "${ms}".`;
  for (const ms of [-1, YEAR + 1]) expect((await slept(ms)).ended).toMatchObject(refusal(message(ms)));
});

it('a sleep until a time lasts at most a year', async () => {
  const slept = async (ms: number): Promise<TestRun> =>
    begun((it) => it.sleepUntil(new Date(Date.parse('2026-01-01T00:00:00Z') + ms)).then(() => 'awake'));
  expect((await slept(0)).result).toBe('awake');
  expect((await slept(YEAR)).progress.sleepsUntil).toBe('2027-01-01T00:00:00.000Z');
  expect((await slept(YEAR + 1)).ended).toMatchObject({ error: { type: 'OptionInvalid' } });
});

it('of several sleeps the first end is shown', async () => {
  const run = await begun((it) => Promise.all([it.sleep('3 hours'), it.sleep('1 hour'), it.sleep('2 hours')]));
  expect(run.progress.sleepsUntil).toBe('2026-01-01T01:00:00.000Z');
  await run.pass(60 * MINUTE);
  expect(run.progress.sleepsUntil).toBe('2026-01-01T02:00:00.000Z');
});

it('sleeps of one length, one after the other, are as many sleeps, in another body and another execution too', async () => {
  const outside = new Outside(steps);
  const body: Body = async (it) => {
    for (let i = 0; i < 3; i += 1) await it.sleep('1 hour');
    return it.elapsedMs();
  };
  const run = await begun(body, outside);
  const began = run.sdk.nowMs;
  await run.pass(3 * 60 * MINUTE - 1);
  expect(run.ended).toBeUndefined();
  await run.pass(1);
  expect(run.result).toBe(began + 3 * 60 * MINUTE);
});

it('half an hour of work is the limit of a run that says none', async () => {
  const run = runOf(steps, () => lab.mail({}));
  await run.work(({ name }) => name === 'lab.mail');
  await run.sdk.pass(30 * MINUTE - 1);
  expect(run.ended).toBeUndefined();
  await run.sdk.pass(1);
  expect(run.ended).toMatchObject({
    error: { type: 'RunTimeout', message: 'The run was stopped: it was active for 1800 s, its limit.' },
  });
});
