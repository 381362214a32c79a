import { Proxy } from '../histories/proxy';
import { stateOf } from '../kit/driver';
import { sumSteps } from '../kit/steps';
import { stopped, World } from '../kit/world';
import { usePipelines } from '../support/pipeline';
import { lastFailureOf, onFirst, resultOf, so } from './runs';
import { useVictims } from '../crash/victims';

const workflows = require.resolve('../kit/workflows');
const pipelines = usePipelines(workflows);
const victims = useVictims(pipelines, workflows);
const CONCURRENCY = 6;

describe('Crash Recovery Simulation', () => {
  test('preserves state when operation is interrupted', async () => {
    const run = await pipelines.start('sumPipeline', { count: 12 });
    await victims.start({ at: 'step', when: 'before', of: 'square 9', how: 'kill' }).reached;
    await victims.start({ at: 'commit', when: 'after', of: 'sum.total', how: 'kill' }).reached;
    await victims.start({ at: 'effect', when: 'after', how: 'kill' }).reached;
    const last = victims.start();
    await expect(resultOf(run)).resolves.toEqual({ sum: 650, missing: [], max: 144, partial: false });
    await last.kill();

    const entries = victims.journal.entries();
    const ran = entries.flatMap((entry) => entry.ran ?? []);
    const count = (name: string): number => ran.filter((one) => one === name).length;
    const squares = ran.filter((name) => name.startsWith('square '));
    const again = squares.length - new Set(squares).size;
    expect(new Set(squares).size).toBe(12);
    expect(again).toBeGreaterThanOrEqual(1);
    expect(again).toBeLessThanOrEqual(CONCURRENCY);
    expect([count('list'), count('gap')]).toEqual([1, 1]);
    expect(count('total')).toBe(1);
    // The effect had happened when its worker died: it happens again, under a larger token, and says that it is the same.
    const effects = entries.flatMap(({ effect }) => effect ?? []);
    expect(effects.map(({ key }) => key)).toEqual([effects[0]?.key, effects[0]?.key]);
    expect(effects[1]?.token).toBeGreaterThan(effects[0]?.token ?? Infinity);
    expect((await (await stateOf(pipelines, run.workflowId)).facts()).locks).toEqual([]);
  });

  test('handles Redis connection loss gracefully', async () => {
    const proxy = await Proxy.inFrontOf(pipelines.redis.url);
    const world = new World();
    const worker = await pipelines.worker([sumSteps], { world }, { redisUrl: proxy.url });
    const seen: { lost?: unknown; counters: unknown[] } = { counters: [] };
    // Cut in the middle of a step, until its renewals have failed for too long; then while what the step made is written.
    world.on('list', async (signal) => {
      if (world.count('list') === 1) {
        proxy.set('reset');
        await stopped(signal).catch((error: unknown) => (seen.lost = error));
        proxy.set('pass');
      } else if (world.count('list') === 2) proxy.set('reset');
      else seen.counters.push(...(await state.facts()).counters);
    });
    // The replies to what a step writes are lost, though Redis has written it.
    let commits = 0;
    proxy.onRequest = (bytes) => (commits += /sum\.gap[^]*"durationMs"/.test(bytes.toString('latin1')) ? 1 : 0);
    onFirst(world, 'gap', () => Promise.resolve(proxy.set('no replies')));
    proxy.set('reset');
    const run = await pipelines.start('sumPipeline', { count: 3 });
    const state = await stateOf(pipelines, run.workflowId);
    const unreachable = (what: string) =>
      so(
        `${what} fails because Redis cannot be reached, which is no failure of its own`,
        () => lastFailureOf(run),
        ({ type, message, isOwn }) => type === 'RedisUnreachable' && message.startsWith(what) && !isOwn,
      );
    await unreachable('kit');
    expect(world.ran).toEqual([]);
    proxy.set('pass');
    await so(
      'the attempt whose lease was lost fails, which is no failure of its own',
      () => lastFailureOf(run),
      ({ type, isOwn }) => type === 'LeaseLost' && !isOwn,
    );
    expect(seen.lost).toMatchObject({ name: 'LeaseLost', reason: 'unreachable' });
    await unreachable('sum.list');
    proxy.set('pass');
    await so(
      'Redis has the record whose reply was lost',
      () => state.facts(),
      ({ records }) => records.some(({ step }) => step === 'sum.gap'),
    );
    proxy.set('pass');
    await expect(resultOf(run)).resolves.toEqual({ sum: 14, missing: [], max: 9, partial: false });
    // Neither counted as a failure of the step, and a commit whose outcome nobody knew was sent again.
    expect(seen.counters).toMatchObject([{ step: 'sum.list', failed: 0 }]);
    expect(commits).toBeGreaterThan(1);
    expect([world.count('list'), world.squared(), world.count('gap'), world.notes.length]).toEqual([3, 3, 1, 1]);
    expect(await state.facts()).toMatchObject({ locks: [], counters: [] });
    await worker.stop();
    await proxy.close();
  });
});
