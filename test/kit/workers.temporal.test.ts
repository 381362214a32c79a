import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { usePipelines } from '../support/pipeline';
import { again, progressOf, until } from './driver';
import { sumSteps } from './steps';
import { stopped, World } from './world';

const pipelines = usePipelines(require.resolve('./workflows'));

const itemsRecorded = async (runId: string): Promise<number> => {
  const keys = (await pipelines.redis.keys()).filter((key) => key.includes(`{${runId}}:i:sum.square`));
  const counts = await Promise.all(keys.map((key) => pipelines.redis.raw.hlen(key)));
  return counts.reduce((sum, count) => sum + count, 0);
};

it('the shards of a map spread over the workers', async () => {
  const worlds = [new World(), new World()];
  const both = (): boolean => worlds.every((world) => world.squared() > 0);
  for (const world of worlds) {
    for (const n of [1, 2, 3, 4]) world.on(`square ${n}`, () => until(both, Boolean).then(() => undefined));
    await pipelines.worker([sumSteps], { world }, { maxActivities: 2 });
  }
  const run = await pipelines.start('sumPipeline', { count: 4, shardSize: 1 });
  await expect(run.result()).resolves.toMatchObject({ sum: 30 });
  expect(worlds.reduce((sum, world) => sum + world.squared(), 0)).toBe(4);
});

it('so do those of a small map: none stays with the worker that happened to schedule it', async () => {
  const worlds = [new World(), new World()];
  for (const world of worlds) {
    for (const n of [1, 2, 3]) world.on(`square ${n}`, () => pause(50));
    await pipelines.worker([sumSteps], { world });
  }
  let shared = 0;
  for (let i = 0; i < 8; i += 1) {
    const before = worlds.map((world) => world.squared());
    await (await pipelines.start('sumPipeline', { count: 3, shardSize: 1 })).result();
    if (worlds.every((world, w) => world.squared() > (before[w] ?? 0))) shared += 1;
  }
  // Of the last run, 4: two pollers share three shards by chance. With eager dispatch it is none.
  expect(shared).toBeGreaterThan(0);
});

it('rule 6: a worker shut down in mid-item hands over: another goes on, and no recorded item is computed again', async () => {
  const [leaving, staying] = [new World().on('square 3', stopped), new World()];
  const first = await pipelines.worker([sumSteps], { world: leaving });
  const run = await pipelines.start('sumPipeline', { count: 5 });
  await until(
    () => itemsRecorded(run.workflowId),
    (count) => count === 4,
  );
  await pipelines.worker([sumSteps], { world: staying });
  await first.stop();
  await expect(run.result()).resolves.toMatchObject({ sum: 55, missing: [] });
  expect(staying.ran.filter((name) => name.startsWith('square'))).toEqual(['square 3']);
  expect((await progressOf(run)).heals).toBe(0);
});

it('rule 14: a shut-down worker is nobody’s failure: with maximumFailures 2, three shutdowns do not pause the step', async () => {
  const run = pipelines.client.workflow.getHandle(`run-${randomUUID()}`);
  for (let i = 0; i < 3; i += 1) {
    const world = new World().on('square 3', stopped);
    const worker = await pipelines.worker([sumSteps], { world });
    if (i === 0) await again(pipelines, run, 'sumPipeline', { count: 3 });
    await until(
      () => world.count('square 3'),
      (count) => count > 0,
    );
    await worker.stop();
  }
  await pipelines.worker([sumSteps], { world: new World() });
  await expect(run.result()).resolves.toMatchObject({ sum: 14 });
});

it('rule 8: an effect whose worker is shut down ends before another attempt starts its own, with a larger token', async () => {
  const worlds = [new World().on('note', stopped), new World()] as const;
  const first = await pipelines.worker([sumSteps], { world: worlds[0] });
  const run = await pipelines.start('singlePipeline', { step: 'note', text: 'hello' });
  await until(
    () => worlds[0].notes.length,
    (count) => count === 1,
  );
  await pipelines.worker([sumSteps], { world: worlds[1] });
  await first.stop();
  await run.result();
  const [before, after] = [worlds[0].notes[0], worlds[1].notes[0]];
  expect(worlds[0].notesDone).toEqual([]);
  expect(after?.token).toBeGreaterThan(before?.token ?? Infinity);
  expect(after?.key).toBe(before?.key);
});
