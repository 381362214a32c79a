/** What waits for a person, however much and however long. On a virtual clock. */
import '../../testing/memory/asyncLocal';
import { steps as callsOf } from '../../workflows/kit';
import { runOf } from './run';
import type { Body, TestRun } from './run';

const HOUR = 3_600_000;
const lab = callsOf('lab') as unknown as { add: (input: object) => Promise<number> };
const steps = { 'lab.add': { run: () => 1 } };

async function paused(body: Body): Promise<TestRun> {
  const run = runOf(steps, body);
  await run.work((activity) => {
    if (activity.name !== 'lab.add') return false;
    run.outside.exhaust(run.sdk, activity);
    return true;
  });
  return run;
}

const crowd: Body = () => Promise.all(Array.from({ length: 200 }, (_, a) => lab.add({ a })));

it('200 paused calls need one timer, and seven days of them one activity', async () => {
  const run = await paused(crowd);
  expect(run.progress.steps.filter(({ status }) => status === 'paused')).toHaveLength(200);
  const before = run.sdk.commands.length;
  expect(run.sdk.timers).toBe(2); // one for all who wait, one for what keeps the run alive
  await run.sdk.pass(167 * HOUR);
  expect(run.sdk.commands.slice(before)).toEqual(['kit.keepAlive']);
  expect(run.ended).toBeUndefined();
});

it('without a decision for seven days the run ends', async () => {
  const run = await paused(crowd);
  const before = run.sdk.commands.length;
  await run.sdk.pass(169 * HOUR);
  expect(() => run.result).toThrow(/nobody decided within 7 days/);
  expect(run.sdk.commands.slice(before)).not.toContain('timer');
});

it('each decision gives another seven days', async () => {
  const run = await paused(crowd);
  for (const call of ['lab.add', ...[2, 3, 4].map((n) => `lab.add #${n}`)].slice(1)) {
    await run.sdk.pass(100 * HOUR);
    expect(await run.tell('retryStep', { step: call })).toBeUndefined();
  }
  await run.sdk.pass(100 * HOUR);
  expect(run.ended).toBeUndefined();
  await run.sdk.pass(100 * HOUR);
  expect(() => run.result).toThrow(/nobody decided within 7 days/);
});

it('the clock of those who wait begins anew when somebody comes to wait again', async () => {
  const run = await paused(async () => [await lab.add({ a: 1 }), await lab.add({ a: 2 })]);
  await run.sdk.pass(160 * HOUR);
  const again = (): Promise<unknown> => {
    void run.sdk.update('retryStep', { step: 'lab.add' });
    return run.work(({ name }) => name === 'lab.add' && run.progress.steps.length === 2);
  };
  await again();
  for (const activity of run.pending) run.outside.exhaust(run.sdk, activity);
  await run.sdk.pass(160 * HOUR);
  await run.tell('retryStep', { step: 'lab.add #2' });
  expect(run.result).toEqual([1, 1]);
});

it('who waits is not active; who works is, and past the limit the run ends', async () => {
  const told = { isSo: false };
  const body: Body = async (it) => {
    await it.waitFor('go', { timeout: '9 days' });
    // A condition of the body's own, such as on a signal, is no work either.
    await run.sdk.condition(() => told.isSo);
    return lab.add({});
  };
  const run: TestRun = runOf(steps, body, { runTimeout: '2 hours' });
  await run.work();
  await run.sdk.pass(100 * HOUR);
  expect(run.progress.activeMs).toBe(0);
  void run.sdk.update('answer', { name: 'go', value: 1 });
  await run.work();
  await run.sdk.pass(100 * HOUR);
  expect(run.progress.activeMs).toBe(0);
  told.isSo = true;
  await run.work((activity) => activity.name === 'lab.add');
  await run.sdk.pass(HOUR);
  expect(run.ended).toBeUndefined();
  await run.sdk.pass(HOUR);
  expect(() => run.result).toThrow(/it was active for 7200 s, its limit/);
});

it('a run that is held starts nothing, and goes on when it is let go; cancelled, it ends at once', async () => {
  const body: Body = async (it) => [await it.waitFor('go'), await lab.add({})];
  for (const end of ['resumed', 'cancelled']) {
    const run = runOf(steps, body);
    await run.work();
    await run.tell('pauseRun', { reason: 'lunch' });
    await run.tell('answer', { name: 'go', value: 1 });
    expect(run.progress).toMatchObject({ status: 'paused', heldFor: 'lunch' });
    expect(run.sdk.commands).not.toContain('lab.add');
    if (end === 'resumed') await run.tell('resumeRun');
    else run.sdk.cancel();
    await run.work();
    expect(run.progress.status).toBe(end === 'resumed' ? 'ok' : 'cancelled');
    expect(run.ended).toBeDefined();
  }
});

it('a message that has not its shape is refused by name, whatever it is, and the run goes on', async () => {
  const run = runOf({}, (it) => it.waitFor('go'));
  await run.work();
  expect(await run.tell('pauseRun', {})).toMatch(/^pauseRun: 'reason' must be/);
  expect(await run.tell('answer', { name: 'go' })).toMatch(/^answer: 'value' must be JSON/);
  expect(await run.tell('retryStep', { step: 'lab.add', form: 'lab.list' })).toMatch(/knows no field "form"/);
  await run.tell('answer', { name: 'go', value: 1 });
  expect(run.result).toBe(1);
});

it('when nobody waits any more the timer of those who waited is over', async () => {
  const run = await paused(() => lab.add({ a: 1 }));
  expect(run.sdk.timers).toBe(2);
  void run.sdk.update('retryStep', { step: 'lab.add' });
  await run.work(({ name }) => name === 'lab.add');
  expect(run.pending.map(({ name }) => name)).toEqual(['lab.add']);
  // That of what keeps the run alive, and of the time for which it may be active.
  expect(run.sdk.timers).toBe(2);
});
