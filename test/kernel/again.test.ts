/** What a person wants made again: it is reset first, whole, and nothing of the body goes on before. On a virtual clock. */
import '../../testing/memory/asyncLocal';
import { steps as callsOf } from '../../workflows/kit';
import { runOf } from './run';
import type { TestRun } from './run';

const lab = callsOf('lab') as unknown as { add: (input: object) => Promise<number> };
const steps = { 'lab.add': { run: ({ a }: Readonly<Record<string, unknown>>) => Number(a) + 1 } };

it('a run that is started again from a step begins once all that it wants reset is', async () => {
  const run = runOf(steps, () => lab.add({ a: 1 }), { from: 'lab.add', failedItems: true, fresh: true });
  const resets = () => run.pending.filter(({ name }) => name === 'kit.reset');
  await run.work(({ name }) => name === 'kit.reset');
  const asked: unknown[] = [];
  for (let [reset] = resets(); reset; [reset] = resets()) {
    expect(run.pending).toHaveLength(1);
    asked.push(...reset.args);
    run.outside.answer(run.sdk, reset);
    await run.work(({ name }) => name === 'kit.reset');
  }
  expect(asked).toEqual([
    { step: 'lab.add', floor: true, fresh: true },
    { floor: true, fresh: true },
  ]);
  expect(run.result).toBe(2);
});

describe('a paused step that is retried', () => {
  async function paused(): Promise<TestRun> {
    const run = runOf(steps, () => lab.add({ a: 1 }));
    let failed = false;
    await run.work((activity) => {
      if (activity.name !== 'lab.add' || failed) return false;
      failed = true;
      run.outside.exhaust(run.sdk, activity);
      return true;
    });
    return run;
  }

  it.each([
    [{}, { step: 'lab.add', floor: false, fresh: false }],
    [{ fresh: true }, { step: 'lab.add', floor: true, fresh: true }],
  ])('with %j', async (more, reset) => {
    const run = await paused();
    expect(await run.tell('retryStep', { step: 'lab.add', ...more })).toBeUndefined();
    expect(run.outside.resets).toEqual([reset]);
    expect(run.result).toBe(2);
  });
});
