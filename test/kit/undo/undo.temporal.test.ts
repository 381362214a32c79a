/** What a run did that does not end well is undone, on real servers: across timeouts, lost workers and an empty Redis. */
import type { WorkflowHandle } from '@temporalio/client';
import { usePipelines } from '../../support/pipeline';
import { again, pausedAt, progressOf, until, update } from '../driver';
import { stopped, World } from '../world';
import { undoSteps } from './steps';

const pipelines = usePipelines(require.resolve('./workflows'));

/** All keys of the tests' prefix. */
async function flush(): Promise<void> {
  const keys = await pipelines.redis.keys();
  if (keys.length > 0) await pipelines.redis.raw.del(...keys);
}

async function ordered(world: World): Promise<WorkflowHandle> {
  await pipelines.worker([undoSteps], { world });
  return pipelines.start('undoableOrder', { id: '7' });
}

const told = (world: World): string[] => world.notes.map(({ text }) => text);
const statusOf = async (run: WorkflowHandle): Promise<string> => (await run.describe()).status.name;
const over = (run: WorkflowHandle): Promise<unknown> => run.result().catch((error: unknown) => error);

/** A first attempt that is never heard of again. */
const hangingOnce = (world: World, name: string): World => {
  let times = 0;
  return world.on(name, async (signal) => {
    times += 1;
    if (times === 1) await stopped(signal);
  });
};

it('a charge that timed out after charging is brought to its end under the same key, and undone when the run fails', async () => {
  const world = hangingOnce(new World(), 'charge done').failing('ship');
  const run = await ordered(world);
  await over(run);
  expect(await statusOf(run)).toBe('FAILED');
  expect(told(world)).toEqual(['reserve 7', 'charge 7', 'charge 7', 'refund 7 charged', 'release 7 reserved']);
  expect(new Set(world.notes.filter(({ text }) => text === 'charge 7').map(({ key }) => key))).toEqual(
    new Set(['charge-7']),
  );
  expect((await progressOf(run)).steps.map(({ name, status }) => `${name}: ${status}`)).toEqual([
    'undo.reserve: done',
    'undo.charge: done',
    'undo.ship: failed',
    'undo.refund [undo of undo.charge]: done',
    'undo.release [undo of undo.reserve]: done',
  ]);
});

it('a run that is cancelled while it charges says so at once, ends the charge, undoes it, and is cancelled', async () => {
  const world = new World();
  let goOn = (): void => undefined;
  const held = new Promise<void>((resolve) => (goOn = resolve));
  world.on('charge done', () => held);
  const run = await ordered(world);
  await until(
    () => world.count('charge done'),
    (times) => times > 0,
  );
  await run.cancel();
  await until(
    () => progressOf(run),
    ({ status }) => status === 'cancelling',
  );
  goOn();
  await over(run);
  expect(await statusOf(run)).toBe('CANCELLED');
  expect(new Set(told(world))).toEqual(new Set(['reserve 7', 'charge 7', 'refund 7 charged', 'release 7 reserved']));
  expect(world.ran).not.toContain('ship');
  expect((await progressOf(run)).status).toBe('cancelled');
});

it('a worker that is lost in the middle of undoing, and Redis with it, and another goes on where it was', async () => {
  const world = new World().failing('ship');
  const refunding = new Promise<void>((resolve) => {
    let times = 0;
    world.on('refund done', async (signal) => {
      times += 1;
      if (times > 1) return;
      resolve();
      await stopped(signal);
    });
  });
  const worker = await pipelines.worker([undoSteps], { world });
  const run = await pipelines.start('undoableOrder', { id: '7' });
  await refunding;
  await worker.stop();
  await flush();
  await pipelines.worker([undoSteps], { world });
  await over(run);
  expect(await statusOf(run)).toBe('FAILED');
  expect(told(world)).toEqual(['reserve 7', 'charge 7', 'refund 7 charged', 'refund 7 charged', 'release 7 reserved']);
  expect(new Set(world.notes.map(({ key }) => key)).size).toBe(4);
});

it('an undo that failed for good waits for a person, also in a run that was cancelled; a retry of the run then charges anew', async () => {
  const world = new World().failing('refund', 2);
  let goOn = (): void => undefined;
  const held = new Promise<void>((resolve) => (goOn = resolve));
  world.on('ship', () => held);
  const run = await ordered(world);
  await until(
    () => world.count('ship'),
    (times) => times > 0,
  );
  await run.cancel();
  goOn();
  const name = 'undo.refund [undo of undo.charge]';
  expect(await pausedAt(run, name)).toMatch(/refund is broken/);
  expect(told(world).filter((text) => text.startsWith('re'))).toEqual(['reserve 7', 'release 7 reserved']);
  await update(run, 'retryStep', { step: name });
  await over(run);
  expect(await statusOf(run)).toBe('CANCELLED');
  const { runId } = await run.describe();
  const second = await again(pipelines, run, 'undoableOrder', { id: '7' }, { continues: runId });
  await expect(second.result()).resolves.toBe('shipd');
  const keys = world.notes.map(({ key }) => key);
  expect(keys).toEqual(
    expect.arrayContaining(['reserve-7', 'charge-7', 'refund-7-charged', 'reserve-7#2', 'charge-7#2']),
  );
});
