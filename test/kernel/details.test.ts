/** What the Web UI shows of a run: one table of its calls, in words that nobody else can make Markdown of. On a virtual clock. */
import '../../testing/memory/asyncLocal';
import { steps as callsOf } from '../../workflows/kit';
import type { Call, MapCall } from '../../workflows/kit';
import type { Ref } from '../../activities/kit/contract';
import { mapOutput } from './mapOutput';
import type { FakeStep } from './outside';
import { runOf } from './run';
import type { Body, TestRun } from './run';

const lab = callsOf('lab') as unknown as {
  list: Call<object, Ref<unknown[]>>;
  square: MapCall<unknown, object, unknown>;
  add: Call<object, number>;
};
const outcomes = ['ok', 'ok', 'ok', 'failed', 'skipped'] as const;
const steps: Readonly<Record<string, FakeStep>> = {
  'lab.list': { run: ({ n }) => Array.from({ length: Number(n) }, (_, i) => i), byRef: true },
  'lab.square': { run: (input) => mapOutput(input, (n) => outcomes[n % 5] ?? 'ok'), byRef: true },
  'lab.add': { run: ({ a }) => Number(a) + 1, whenSkipped: () => 0 },
};

/** Each activity takes 1.5 s; `lab.add` of a `bad` one fails for good. */
async function lived(body: Body, options = {}): Promise<TestRun> {
  const run = runOf(steps, body, options);
  await run.work((activity) => {
    run.sdk.nowMs += 1500;
    if (activity.name !== 'lab.add' || !JSON.stringify(activity.args[0]).includes('bad')) return false;
    run.outside.exhaust(run.sdk, activity);
    return true;
  });
  return run;
}
const linesOf = (run: TestRun): string[] => run.sdk.details.split('\n').filter((line) => line !== '');

it('is a table of its calls: what they are, how far, how large and how long, and under it what people should know', async () => {
  const run = await lived(async () => {
    const list = await lab.list({ n: 500 });
    await lab.square.map(list, {}, { label: 'day 3' });
    await lab.add({ bad: 1 }).catch(() => 0);
    return lab.add({ a: 1 });
  });
  await run.tell('skipStep', { step: 'lab.add', reason: 'not `needed`\n today' });
  expect(linesOf(run)).toEqual([
    '**ok**',
    '    step                 status        items    size    time',
    '    lab.list             done                   2 KB   1.5 s',
    '    lab.square [day 3]   done      500 / 500   17 KB   1.5 s',
    '    lab.add              skipped                       1.5 s',
    '    lab.add #2           done                          0.0 s',
    '- lab.square [day 3]: 100 items failed',
    '- lab.square [day 3]: 100 items skipped',
    '- lab.add: skipped by hand: `not needed today`',
  ]);
});

it('is written once for all that begins in one turn', async () => {
  const run = runOf(steps, () => Promise.all(Array.from({ length: 100 }, () => lab.add({ a: 1 }))));
  const shown = jest.spyOn(run.sdk, 'showDetails');
  await run.work(({ name }) => name === 'lab.add');
  expect(run.pending).toHaveLength(100);
  expect(shown.mock.calls.length).toBeLessThan(10);
});

it('says why a call waits, and how the run ended', async () => {
  const run = await lived(() => Promise.all([lab.add({ bad: 1 }), lab.add({ a: 1 })]));
  expect(linesOf(run)).toEqual([
    '**paused**',
    '    step         status   items   size    time',
    '    lab.add      paused',
    '    lab.add #2   done                    3.0 s',
    '- lab.add: `lab.add failed 5 times`',
  ]);
  const failed = await lived(() => lab.add({ bad: 1 }), { onFailure: 'fail' });
  expect(linesOf(failed)[0]).toBe('**failed** · `lab.add failed 5 times`');
});

it('says what the run waits for, until when, who was reminded, and what was made again', async () => {
  const run = await lived(async (it) => {
    const list = await lab.list({ n: 1 });
    const remind = { every: '1 hour', run: () => lab.add({ a: 2 }) } as const;
    const first = it.waitFor('first', { timeout: '3 hours', onTimeout: 0, remind });
    const second = it.waitFor('second');
    await it.waitFor('third');
    await lab.add({ list });
    return [await first, await second];
  });
  await run.pass(3_600_000);
  run.outside.flush();
  await run.tell('answer', { name: 'third', value: 1 });
  expect(linesOf(run)[0]).toBe(
    '**waiting** · state rebuilt 1× · waiting for: `first` (until 2026-01-01T03:00:03.000Z, reminders sent: 1), `second`',
  );
});

it('is of at most a hundred calls, of which none that is open gives way to one that is done', async () => {
  const many = (bad: number, done: number): Body => {
    return async () => {
      for (let a = 0; a < done; a += 1) await lab.add({ a });
      await Promise.all(Array.from({ length: bad }, (_, i) => lab.add({ bad: i })));
    };
  };
  const rowsOf = (run: TestRun): string[][] =>
    linesOf(run)
      .filter((line) => line.startsWith('    lab.'))
      .map((line) => line.trim().split(/ {3,}/).slice(0, 2));
  const some = await lived(many(10, 95));
  expect(rowsOf(some)).toHaveLength(100);
  expect(rowsOf(some)[0]).toEqual(['lab.add #6', 'done']);
  expect(rowsOf(some)[90]).toEqual(['lab.add #96', 'paused']);
  expect(linesOf(some).at(-1)).toBe('and 5 more calls');
  const open = await lived(many(110, 3));
  expect(rowsOf(open)).toHaveLength(100);
  expect(rowsOf(open)[0]).toEqual(['lab.add #4', 'paused']);
  const all = await lived(many(0, 100));
  expect(rowsOf(all)[0]).toEqual(['lab.add', 'done']);
  expect(linesOf(all).at(-1)).toContain('lab.add #100');
});
