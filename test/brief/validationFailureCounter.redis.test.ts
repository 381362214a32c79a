import { again, blobKeys, failureOf, progressOf, stateOf } from '../kit/driver';
import { sumSteps } from '../kit/steps';
import { World } from '../kit/world';
import { acquire, commitRequest } from '../redis/requests';
import { usePipelines } from '../support/pipeline';

const pipelines = usePipelines(require.resolve('../kit/workflows'));
const { redis } = pipelines;
const MAX_VALIDATION_FAILURES = 3;

describe('Validation Failure Counter', () => {
  test('atomically increments validation failure counter', async () => {
    const counting = [await redis.open(), await redis.open(), await redis.open()];
    const runs = counting.map((store) => store.run('counted'));
    // A strike counts a corrupt result once, by its generation: fifty results, each found by one of three processes.
    const strikes = Array.from({ length: 50 }, (_, i) => runs[i % 3]!.strike('report.claims', i + 1));
    const counts = (await Promise.all(strikes)).toSorted((a, b) => a - b);
    expect(counts).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));

    const survivor = redis.store.run('counted');
    const [key = ''] = (await redis.keys()).filter((name) => name.includes('{counted}:k:'));
    expect(await redis.raw.pttl(key)).toBeGreaterThan(0);
    // Those who counted are gone; ordinary saves of state leave it alone.
    await Promise.all(counting.map((store) => store.close()));
    await survivor.open('input');
    await survivor.commit(commitRequest(await acquire(survivor)));
    expect((await survivor.facts()).strikes).toMatchObject([{ step: 'report.claims', tokens: { length: 50 } }]);
    expect(await survivor.strike('report.claims', 51)).toBe(51);
  });

  test('prevents infinite loops after MAX_VALIDATION_FAILURES', async () => {
    const world = new World();
    await pipelines.worker([sumSteps], { world });
    const input = { count: 4 };
    const run = await pipelines.start('sumPipeline', input);
    await run.result();
    const state = await stateOf(pipelines, run.workflowId);
    const list = (await state.facts()).records.find(({ step }) => step === 'sum.list')?.output as { $ref: string };
    const [stored = ''] = await blobKeys(pipelines, run.workflowId, list.$ref);
    const resumed = async () => {
      await redis.raw.set(stored, 'rubbish', 'PX', 60_000);
      // Runs the reader of the list again.
      return again(pipelines, run, 'sumPipeline', input, { from: 'sum.square' });
    };
    for (let strike = 1; strike < MAX_VALIDATION_FAILURES; strike += 1) {
      const healed = await resumed();
      await expect(healed.result()).resolves.toMatchObject({ sum: 30 });
      expect(world.count('list')).toBe(1 + strike);
      expect((await progressOf(healed)).strikes).toEqual({ 'sum.list': strike });
    }
    const calls = world.ran.length;
    for (const _time of ['third', 'fourth']) {
      expect(await failureOf(await resumed())).toEqual({
        type: 'TooManyStrikes',
        message: 'The run was stopped: the output of sum.list was corrupt 3 times.',
      });
      expect(world.ran).toHaveLength(calls);
    }
  });
});
