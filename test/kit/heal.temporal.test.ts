import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { usePipelines } from '../support/pipeline';
import { again, blobKeys, failureOf, progressOf, stateOf, until, update } from './driver';
import { sumSteps } from './steps';
import { World } from './world';

const pipelines = usePipelines(require.resolve('./workflows'));
const sum5 = { sum: 55, missing: [], max: 25, partial: false };

/** Starts the pipeline of five numbers, doing `harm` to its state between the squares and their two readers. */
async function harmed(harm: (run: WorkflowHandle, world: World) => Promise<unknown>) {
  const world = new World();
  const run = pipelines.client.workflow.getHandle(`run-${randomUUID()}`);
  world.onceOn('gap', () => harm(run, world));
  await pipelines.worker([sumSteps], { world });
  await again(pipelines, run, 'sumPipeline', { count: 5, shardSize: 2 });
  return { run, world };
}

/** The reference to the output of the last step of that name that has been recorded. */
async function refOf(run: WorkflowHandle, step: string): Promise<string> {
  const { records } = await (await stateOf(pipelines, run.workflowId)).facts();
  const output = records.findLast((record) => record.step === step)?.output as { $ref: string };
  return output.$ref;
}

async function deleteBlob(run: WorkflowHandle, step: string): Promise<void> {
  await pipelines.redis.raw.del(...(await blobKeys(pipelines, run.workflowId, await refOf(run, step))));
}

async function corruptBlob(run: WorkflowHandle, step: string): Promise<void> {
  for (const key of await blobKeys(pipelines, run.workflowId, await refOf(run, step))) {
    await pipelines.redis.raw.set(key, 'rubbish', 'PX', 60_000);
  }
}

it('rule 12: one lost blob is rebuilt by its producer alone, for two readers at once, as one heal without a strike', async () => {
  const { run, world } = await harmed((r) => deleteBlob(r, 'kit.gather'));
  await expect(run.result()).resolves.toEqual(sum5);
  expect(await progressOf(run)).toMatchObject({ heals: 1, strikes: {} });
  expect([world.count('list'), world.squared(), world.count('gap'), world.notes.length]).toEqual([1, 5, 1, 1]);
});

it('rule 12: all blobs lost: the same result', async () => {
  const { run, world } = await harmed(async (r) =>
    pipelines.redis.raw.del(...(await blobKeys(pipelines, r.workflowId))),
  );
  await expect(run.result()).resolves.toEqual(sum5);
  expect((await progressOf(run)).heals).toBeGreaterThan(0);
  expect((await progressOf(run)).strikes).toEqual({});
  expect(world.notes).toHaveLength(1);
});

it('rule 12: the whole state of the run lost: the same result', async () => {
  const { run, world } = await harmed(async (r) => (await stateOf(pipelines, r.workflowId)).dropAll());
  await expect(run.result()).resolves.toEqual(sum5);
  expect(world.notes).toHaveLength(1);
  expect((await progressOf(run)).strikes).toEqual({});
});

it('rule 12: the whole state of the run lost: it stays the same run, with its input, date and decisions', async () => {
  const dateOf = async (runId: string) => {
    const state = await stateOf(pipelines, runId);
    return (await state.open((await state.facts()).inputHash ?? '')).date;
  };
  const world = new World();
  let date = '';
  world.onceOn('gap', async () => {
    date = await dateOf(run.workflowId);
    await (await stateOf(pipelines, run.workflowId)).dropAll();
  });
  await pipelines.worker([sumSteps], { world });
  const run = pipelines.client.workflow.getHandle(`run-${randomUUID()}`);
  const input = { count: 5 };
  const answers = async (handle: WorkflowHandle) => {
    await until(
      () => progressOf(handle),
      ({ status }) => status === 'waiting',
    );
    await update(handle, 'answer', { name: 'go', value: 1 });
    return (await handle.result()) as { drawn: string };
  };
  const { drawn } = await answers(await again(pipelines, run, 'askingPipeline', input));
  expect((await progressOf(run)).heals).toBe(1);

  expect(await dateOf(run.workflowId)).toBe(date);
  const other = await again(pipelines, run, 'askingPipeline', { count: 6 });
  expect(await failureOf(other)).toMatchObject({ type: 'RunInputChanged' });
  const same = await again(pipelines, run, 'askingPipeline', input);
  expect(await same.result()).toMatchObject({ drawn, answer: 1 });
});

it('rule 12: state that comes back with other content never mixes with the old: everything after it is computed anew', async () => {
  const { run, world } = await harmed(async (r, w) => {
    w.offset = 1;
    await (await stateOf(pipelines, r.workflowId)).dropAll();
  });
  await expect(run.result()).resolves.toEqual({ sum: 4 + 9 + 16 + 25 + 36, missing: [], max: 36, partial: false });
  expect(world.notes.map((note) => note.text)).toEqual(['the sum is 90']);
});

it('rule 12: a corrupt blob that two readers find is one strike against its producer, and is rebuilt', async () => {
  const { run } = await harmed((r) => corruptBlob(r, 'kit.gather'));
  await expect(run.result()).resolves.toEqual(sum5);
  expect(await progressOf(run)).toMatchObject({ heals: 1, strikes: { 'sum.square': 1 } });
});

it('rule 12: three corruptions of the output of one step stop the run', async () => {
  const world = new World();
  const run = pipelines.client.workflow.getHandle(`run-${randomUUID()}`);
  // The gap runs again with every body: its record is removed, and what it finds is spoilt.
  world.on('gap', async () => corruptBlob(run, 'kit.gather'));
  await pipelines.worker([sumSteps], { world });
  await again(pipelines, run, 'sumPipeline', { count: 5, shardSize: 2 });
  const store = await stateOf(pipelines, run.workflowId);
  const spoil = async (): Promise<number> => {
    await store.reset('sum.gap', { floor: true, clearStrikes: false });
    return world.count('gap');
  };
  await until(spoil, (count) => count >= 3);
  expect(await failureOf(run)).toEqual({
    type: 'TooManyStrikes',
    message: 'The run was stopped: the output of sum.square was corrupt 3 times.',
  });
});

it('rule 7: a record whose blob is gone does not answer: the same id started again rebuilds it', async () => {
  const { run, world } = await harmed(() => Promise.resolve());
  await run.result();
  await deleteBlob(run, 'sum.list');
  const second = await again(pipelines, run, 'sumPipeline', { count: 5, shardSize: 2 });
  await expect(second.result()).resolves.toEqual(sum5);
  expect([world.count('list'), world.squared()]).toEqual([2, 5]);
});

it('run.once keeps its decision over a body that runs again and a second execution; run.waitFor keeps the answer', async () => {
  const world = new World();
  const run = pipelines.client.workflow.getHandle(`run-${randomUUID()}`);
  world.onceOn('gap', async () => pipelines.redis.raw.del(...(await blobKeys(pipelines, run.workflowId))));
  await pipelines.worker([sumSteps], { world });
  await again(pipelines, run, 'askingPipeline', { count: 3 });
  await until(
    () => progressOf(run),
    ({ status, waitingFor }) => status === 'waiting' && waitingFor.includes('go'),
  );
  await run.executeUpdate<unknown, [unknown]>('answer', { args: [{ name: 'go', value: { yes: true } }] });
  const first = (await run.result()) as { drawn: string };
  expect(first).toEqual({ drawn: expect.any(String) as string, answer: { yes: true }, sum: 14 });
  expect((await progressOf(run)).heals).toBe(1);
  const second = await again(pipelines, run, 'askingPipeline', { count: 3 });
  await expect(second.result()).resolves.toEqual(first);
});
