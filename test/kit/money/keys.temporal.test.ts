/** What an item is known by: to its records, to the answers that were paid for, to the outside. */
import { usePipelines } from '../../support/pipeline';
import { again } from '../driver';
import { Shop } from './shop';
import { shopSteps } from './steps';
import type { Shopping, Way } from './workflows';

const pipelines = usePipelines(require.resolve('./workflows'));
const ids = ['a', 'b', 'c', 'd', 'e'];
const ways: Way[] = ['plain', 'cached', 'once'];

const worker = (shop: Shop, version = 1) => pipelines.worker([shopSteps(version)], { shop });
const shop = (...maps: Shopping[]) => pipelines.start('shopping', { maps });

describe.each(ways)('the idempotency key of a call (%s)', (way) => {
  it('is its own, the same in every attempt, and another in another run', async () => {
    const world = new Shop();
    world.odd.set('c', [new Error('HTTP 500'), new Error('HTTP 500'), new Error('HTTP 500'), { paid: 'c' }]);
    const first = await worker(world);
    const maps: Shopping[] = [{ way, ids, options: { shardSize: 5 } }];
    await (await shop(...maps)).result();
    expect(world.count('c')).toBe(4);
    const keys = ids.map((id) => world.keysOf(id));
    expect(keys.map((of) => of.length)).toEqual([1, 1, 1, 1, 1]);
    expect(new Set(keys.flat()).size).toBe(5);
    await first.stop();
    // No cached answer serves another version; but for the run, the key would be the same.
    await worker(world, 2);
    await (await shop(...maps)).result();
    expect(ids.map((id) => world.keysOf(id).length)).toEqual([2, 2, 2, 2, 2]);
  });

  it('does not hang on the version of the step', async () => {
    const world = new Shop();
    const first = await worker(world);
    const maps: Shopping[] = [{ way, ids, prompt: `${way} neighbours`, options: { shardSize: 3 } }];
    const run = await shop(...maps);
    await run.result();
    await first.stop();
    await worker(world, 2);
    await (await again(pipelines, run, 'shopping', { maps })).result();
    expect(ids.map((id) => [world.count(id), world.keysOf(id).length])).toEqual(ids.map(() => [2, 1]));
  });

  it('is the same for an item in another list of the same run, and hangs on the shared inputs', async () => {
    const world = new Shop();
    await worker(world);
    const prompts = [`${way} old`, `${way} new`];
    await (await shop(...prompts.map((prompt): Shopping => ({ way, ids: ['a', 'b'], prompt })))).result();
    expect(['a', 'b'].map((id) => world.keysOf(id).length)).toEqual([2, 2]);
  });
});

describe.each(ways)('the identity of an item (%s)', (way) => {
  it('rule 7: is its content: two maps of one run compute a shared item once, whatever list or shard it stands in', async () => {
    const world = new Shop();
    await worker(world);
    const run = await shop(
      { way, ids: ['a', 'b', 'c'], prompt: `${way} once`, options: { shardSize: 2 } },
      { way, ids: ['c', 'd', 'b'], prompt: `${way} once`, options: { shardSize: 1 } },
    );
    await expect(run.result()).resolves.toEqual([
      ['a: ok', 'b: ok', 'c: ok'],
      ['c: ok', 'd: ok', 'b: ok'],
    ]);
    expect(world.calls.map(({ id }) => id).toSorted()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('rule 1: has the shared inputs in it: an edited prompt gets no old answers', async () => {
    const world = new Shop();
    await worker(world);
    const run = await shop(
      { way, ids: ['a', 'b'], prompt: `${way} first` },
      { way, ids: ['a', 'b'], prompt: `${way} edited` },
    );
    await run.result();
    expect(['a', 'b'].map((id) => world.count(id))).toEqual([2, 2]);
  });

  it('rule 1: has the version of the step in it: what an older one recorded or paid for answers no more', async () => {
    const world = new Shop();
    const maps: Shopping[] = [{ way, ids: ['a', 'b'], prompt: `${way} version` }];
    const first = await worker(world);
    const run = await shop(...maps);
    await run.result();
    await first.stop();
    await worker(world, 2);
    await (await again(pipelines, run, 'shopping', { maps })).result();
    expect(['a', 'b'].map((id) => world.count(id))).toEqual([2, 2]);
    await (await shop(...maps)).result();
    expect(['a', 'b'].map((id) => world.count(id))).toEqual(way === 'plain' ? [3, 3] : [2, 2]);
  });
});

describe('an idempotency key that an item names itself', () => {
  it('is sent as it is', async () => {
    const world = new Shop();
    await worker(world);
    await (await shop({ way: 'named', ids: ['order 1', 'order 2'] })).result();
    expect(world.calls.map(({ key }) => key).toSorted()).toEqual(['order 1', 'order 2']);
  });

  it.each([500, 1])(
    'with other content fails that item, with both named, in the same map and in a later one (shards of %i)',
    async (shardSize) => {
      const world = new Shop();
      await worker(world);
      const run = await shop(
        { way: 'named', ids: ['order 1/red', 'order 2', 'order 1/blue'], options: { shardSize } },
        { way: 'named', ids: ['order 3', 'order 2/more'], options: { shardSize } },
      );
      const [first = [], second = []] = (await run.result()) as string[][];
      const refused = [...first, ...second].filter((line) => !line.endsWith(': ok'));
      expect(refused).toHaveLength(2);
      expect(refused[0]).toMatch(
        /^order 1\/\w+: the idempotency key 'order 1' of 'order 1\/\w+' was given to 'order 1\/\w+'/,
      );
      expect(new Set(refused[0]?.match(/order 1\/\w+/g))).toEqual(new Set(['order 1/red', 'order 1/blue']));
      expect(refused[1]).toContain("'order 2' of 'order 2/more' was given to 'order 2' before");
      expect(world.calls.map(({ key }) => key).toSorted()).toEqual(['order 1', 'order 2', 'order 3']);
    },
  );

  it('that is no text fails that item alone', async () => {
    const world = new Shop();
    await worker(world);
    const run = await shop({ way: 'named', ids: ['order 1', '/nameless', 'order 2', `${'x'.repeat(256)}`] });
    await expect(run.result()).resolves.toEqual([
      [
        'order 1: ok',
        '/nameless: its idempotencyKey is no text',
        'order 2: ok',
        expect.stringContaining('its idempotencyKey has 256 bytes, at most 255'),
      ],
    ]);
  });
});
