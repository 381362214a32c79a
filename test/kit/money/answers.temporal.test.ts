/** What has been paid for: a wrong shape, no JSON, two calls at once, and who may ask again. */
import { usePipelines } from '../../support/pipeline';
import { again, pausedAt } from '../driver';
import { Shop } from './shop';
import { shopSteps } from './steps';
import type { Shopping, Way } from './workflows';

const pipelines = usePipelines(require.resolve('./workflows'));
const wrong = { price: 'what?' };

const worker = (shop: Shop, version = 1) => pipelines.worker([shopSteps(version)], { shop });
const shop = (...maps: Shopping[]) => pipelines.start('shopping', { maps });

/** Sells a wrong thing for `b`, for as long as the test wants. */
async function sellingWrong(way: Way) {
  const world = new Shop();
  world.odd.set('b', [wrong]);
  await worker(world);
  const maps: Shopping[] = [{ way, ids: ['a', 'b', 'c'], prompt: `${way} wrong ${Math.random()}` }];
  const run = await shop(...maps);
  const told = (await run.result()) as string[][];
  const anew = async (options: object) => {
    const second = await again(pipelines, run, 'shopping', { maps }, options);
    return (await second.result()) as string[][];
  };
  return { world, told, anew };
}

describe.each<Way>(['plain', 'cached', 'once'])('an answer of a wrong shape (%s)', (way) => {
  it('is paid for once, and fails its item alone, by name', async () => {
    const { world, told } = await sellingWrong(way);
    expect(['a', 'b', 'c'].map((id) => world.count(id))).toEqual([1, 1, 1]);
    expect(told[0]?.[1]).toContain('b: shop.');
    expect(told[0]?.[1]).toContain('is not what the step declares');
    expect([told[0]?.[0], told[0]?.[2]]).toEqual(['a: ok', 'c: ok']);
  });

  it('is asked for again by retry --failed-items --fresh, which pays for nothing else', async () => {
    const { world, anew } = await sellingWrong(way);
    world.odd.clear();
    await expect(anew({ failedItems: true, fresh: true })).resolves.toEqual([['a: ok', 'b: ok', 'c: ok']]);
    expect(['a', 'b', 'c'].map((id) => world.count(id))).toEqual([1, 2, 1]);
  });
});

it('an answer of a wrong shape that is kept is not asked for again by retry --failed-items alone', async () => {
  const { world, told, anew } = await sellingWrong('cached');
  world.odd.clear();
  await expect(anew({ failedItems: true })).resolves.toEqual(told);
  expect(world.count('b')).toBe(1);
});

it('an item without a cache whose result had a wrong shape runs again by retry --failed-items', async () => {
  const { world, anew } = await sellingWrong('plain');
  world.odd.clear();
  await expect(anew({ failedItems: true })).resolves.toEqual([['a: ok', 'b: ok', 'c: ok']]);
  expect(['a', 'b', 'c'].map((id) => world.count(id))).toEqual([1, 2, 1]);
});

it('a raw answer that no schema took answers again only to the same version of the step', async () => {
  const world = new Shop();
  world.odd.set('b', [wrong]);
  const maps: Shopping[] = [{ way: 'cached', ids: ['b'], prompt: 'same version', options: {} }];
  const first = await worker(world);
  await pausedAt(await shop(...maps), 'shop.cached');
  await pausedAt(await shop(...maps), 'shop.cached');
  expect(world.count('b')).toBe(1);
  await first.stop();
  world.odd.clear();
  await worker(world, 2);
  await expect((await shop(...maps)).result()).resolves.toEqual([['b: ok']]);
  expect(world.count('b')).toBe(2);
});

describe.each<Way>(['plainAgain', 'cachedAgain', 'onceAgain'])('with again: 1 (%s)', (way) => {
  it('an answer of a wrong shape is asked for once more, under a key of its own', async () => {
    const world = new Shop();
    world.odd.set('b', [wrong, { paid: 'b' }]);
    world.odd.set('c', [wrong]);
    await worker(world);
    const run = await shop({ way, ids: ['a', 'b', 'c'], prompt: way });
    await expect(run.result()).resolves.toEqual([['a: ok', 'b: ok', expect.stringContaining('is not what')]]);
    expect(['a', 'b', 'c'].map((id) => world.count(id))).toEqual([1, 2, 2]);
    expect(['a', 'b', 'c'].map((id) => world.keysOf(id).length)).toEqual([1, 2, 2]);
  });
});

it.each<Way>(['cached', 'once'])(
  'rule 13: a call that takes longer than startToClose is paid for once: later attempts wait for its answer (%s)',
  async (way) => {
    const world = new Shop();
    await worker(world);
    const options = { startToCloseTimeout: '1s', heartbeatTimeout: '2s' } as const;
    const run = await shop({ way, ids: ['slow'], ms: [2500], prompt: 'slow', options });
    await expect(run.result()).resolves.toEqual([['slow: ok']]);
    expect(world.count('slow')).toBe(1);
  },
);

it.each<Way>(['cached', 'once'])('a call in flight ends when its run is cancelled (%s)', async (way) => {
  const world = new Shop();
  await worker(world);
  const run = await shop({ way, ids: ['endless'], ms: [1_000_000], prompt: 'endless' });
  await world.reaching(1);
  await run.cancel();
  await expect(run.result()).rejects.toThrow('Workflow execution cancelled');
  expect(world.ended).toEqual(['endless']);
});

describe('step.once', () => {
  it('rule 13: two of one key side by side are one call, two of other keys are two with keys of their own', async () => {
    const world = new Shop();
    await worker(world);
    const same = await pipelines.start('paying', { how: 'same' });
    await expect(same.result()).resolves.toEqual([{ paid: 'first' }, { paid: 'first' }]);
    expect(world.calls.map(({ id }) => id)).toEqual(['first']);
    const other = await pipelines.start('paying', { how: 'other' });
    await other.result();
    const [, second, third] = world.calls;
    expect(new Set([second?.id, third?.id])).toEqual(new Set(['first', 'second']));
    expect(new Set(world.calls.map(({ key }) => key)).size).toBe(3);
  });

  it('inside another one is refused, for good, and pays for nothing', async () => {
    const world = new Shop();
    await worker(world);
    const run = await pipelines.start('paying', { how: 'nested' });
    expect(await pausedAt(run, 'shop.two')).toBe(
      "shop.two: once('inner') is called inside once('outer'); call one after the other",
    );
    expect(world.calls).toEqual([]);
    await run.cancel();
    await expect(run.result()).rejects.toThrow('Workflow execution cancelled');
  });

  it('whose function returns no JSON has been paid for once, and pauses the step', async () => {
    const world = new Shop();
    await worker(world);
    const run = await pipelines.start('paying', { how: 'nothing' });
    expect(await pausedAt(run, 'shop.two')).toMatch(/once\('nothing'\) cannot be stored as JSON/);
    expect(world.count('nothing')).toBe(1);
    await run.cancel();
    await expect(run.result()).rejects.toThrow('Workflow execution cancelled');
  });
});
