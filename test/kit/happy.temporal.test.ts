import { usePipelines } from '../support/pipeline';
import { sumSteps } from './steps';
import type { World } from './steps';

const pipelines = usePipelines(require.resolve('./workflows'));

function newWorld(overrides: Partial<World> = {}): World {
  return {
    squared: [],
    notes: [],
    before: () => Promise.resolve(),
    beforeTotal: () => Promise.resolve(),
    ...overrides,
  };
}

it('runs a pipeline of plain steps, a sharded map and an effect, each item once', async () => {
  const world = newWorld();
  await pipelines.worker([sumSteps], { world });
  const run = await pipelines.start('sumPipeline', { count: 25, shardSize: 10 });
  await expect(run.result()).resolves.toEqual({ sum: 5525, missing: [] });
  expect(world.squared.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 25 }, (_, i) => i + 1));
  expect(world.notes).toEqual(['the sum is 5525']);
}, 20_000);
