import { LockBusy } from '../../redis';
import { again, stateOf } from '../kit/driver';
import { sumSteps } from '../kit/steps';
import { World } from '../kit/world';
import { beginRequest } from '../redis/requests';
import { usePipelines } from '../support/pipeline';
import { gate, resultOf, so, waits } from './runs';

const pipelines = usePipelines(require.resolve('../kit/workflows'));

describe('Concurrent Lock Acquisition', () => {
  test('prevents concurrent execution of same pipeline', async () => {
    const world = new World();
    const effect = gate();
    let inside = 0;
    let most = 0;
    world.on('note', async () => {
      most = Math.max(most, (inside += 1));
      await effect.opened;
      inside -= 1;
    });
    for (let i = 0; i < 2; i += 1) await pipelines.worker([sumSteps], { world });
    const input = { step: 'note', text: 'hello' };
    const first = await pipelines.start('singlePipeline', input);
    await so(
      'the effect begins',
      () => world.notes.length,
      (count) => count === 1,
    );
    // Its workflow is gone, its attempt does not listen and goes on: now two of the same pipeline are at work.
    await first.terminate('started again meanwhile');
    const second = await again(pipelines, first, 'singlePipeline', input);
    await waits(pipelines, first.workflowId);

    const run = await stateOf(pipelines, first.workflowId);
    const [lock] = (await run.facts()).locks;
    const third = beginRequest({ ...lock, owner: 'third', scope: 'third' });
    expect(await run.begin(third)).toMatchObject({ word: 'busy', holder: lock?.owner });
    const resource = (await pipelines.redis.open({ namespace: 'default' })).resource('notes');
    await expect(resource.acquire({ waitMs: 0 })).rejects.toThrow(LockBusy);
    expect((await second.describe()).status.name).toBe('RUNNING');

    effect.open();
    const token = world.notes[0]?.token ?? NaN;
    await expect(resultOf(second)).resolves.toEqual({ token, echo: '' });
    expect([world.notes.length, world.notesDone.length, most]).toEqual([1, 1, 1]);
    const later = await pipelines.start('singlePipeline', { step: 'note', text: 'next' });
    expect(((await resultOf(later)) as { token: number }).token).toBeGreaterThan(token);
  });

  test('allows concurrent execution of different pipelines', async () => {
    const world = new World();
    // Neither list is made before both are in the making: a lock that delayed one would delay both for ever.
    const both = gate();
    world.on('list', () => {
      if (world.count('list') === 2) both.open();
      return both.opened;
    });
    const between = gate();
    world.on('gap', () => between.opened);
    await pipelines.worker([sumSteps], { world });
    const runs = await Promise.all([3, 4].map((count) => pipelines.start('sumPipeline', { count })));
    await so(
      'both pipelines are at work at once',
      () => world.count('gap'),
      (count) => count === 2,
    );
    const facts = await Promise.all(runs.map(async ({ workflowId }) => (await stateOf(pipelines, workflowId)).facts()));
    expect(facts.map(({ locks }) => locks.map(({ step, scope }) => [step, scope.split('/')[1]]))).toEqual(
      runs.map(({ workflowId }) => [['sum.gap', workflowId]]),
    );
    between.open();
    await expect(Promise.all(runs.map(resultOf))).resolves.toMatchObject([{ sum: 14 }, { sum: 30 }]);
    expect([world.count('list'), world.squared(), world.notes.length]).toEqual([2, 3 + 4, 2]);
  });
});
