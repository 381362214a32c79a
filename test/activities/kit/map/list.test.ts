import { z } from 'zod';
import type { AnyMapDefinition } from '../../../../activities/kit/authoring/define';
import { listed } from '../../../../activities/kit/map/list';

const trap = (): never => {
  throw new Error('trapped');
};

function definition(more: Partial<Record<keyof AnyMapDefinition, unknown>> = {}): AnyMapDefinition {
  const item = z.object({ id: z.unknown(), size: z.number().default(1) });
  return { item, id: ({ id }: { id: string }) => id, ...more } as unknown as AnyMapDefinition;
}

const list = (...ids: unknown[]) => ({ name: JSON.stringify(ids.map(String)), items: ids.map((id) => ({ id })) });

it('gives the items of one shard under their names, as their schema makes them', async () => {
  expect(await listed('a.map', definition(), list('x', 'y', 'z'), 1, 3)).toEqual([
    { name: 'y', value: { id: 'y', size: 1 } },
    { name: 'z', value: { id: 'z', size: 1 } },
  ]);
});

it('an item whose schema makes what is no JSON is refused under its place in the list, whichever shard it is in', async () => {
  const item = z.object({ id: z.string() }).transform(({ id }) => ({ id, size: id === 'z' ? 10n : 1 }));
  expect(await listed('a.map', definition({ item }), list('x', 'y', 'z'), 1, 3)).toEqual([
    { name: 'y', value: { id: 'y', size: 1 } },
    { name: 'z', value: null, refused: expect.stringMatching(/^items\[2\] cannot be stored as JSON/) as string },
  ]);
});

it('others have their turn while the names of a long list are looked at', async () => {
  let turns = 0;
  let seen = 0;
  const id = ({ id: name }: { id: string }): string => {
    if (name === '2400') seen = turns;
    return name;
  };
  const counting = setInterval(() => (turns += 1), 0);
  await listed('a.map', definition({ id }), list(...Array.from({ length: 2500 }, (_, i) => String(i))), 0, 1);
  clearInterval(counting);
  expect(seen).toBeGreaterThan(0);
});

describe('the whole list is refused, by every shard and before anything is paid,', () => {
  it.each<[string, unknown[], string]>([
    ['two items in one shard have one id', ['x', 'y', 'x'], "items[0] and items[2] of its list have the same id 'x'"],
    ['two items in two shards have one id', ['x', 'y', 'y'], "items[1] and items[2] of its list have the same id 'y'"],
    ['an id is empty', ['x', ''], 'the id of items[1] of its list is empty'],
    ['an id is no text', ['x', 7], 'the id of items[1] of its list is no text but number'],
    ['there is no id', [undefined], 'the id of items[0] of its list is no text but undefined'],
    ['an id is huge', ['x', 'k'.repeat(1025)], 'the id of items[1] of its list has 1025 bytes, at most 1024'],
  ])('when %s', async (_why, ids, message) => {
    for (const [from, to] of [
      [0, 1],
      [1, 3],
    ] as const) {
      await expect(listed('a.map', definition(), list(...ids), from, to)).rejects.toMatchObject({
        type: 'InputInvalid',
        nonRetryable: true,
        message: expect.stringContaining(`a.map: ${message}`) as string,
      });
    }
  });

  it('when id() throws', async () => {
    await expect(listed('a.map', definition({ id: trap }), list('x'), 0, 1)).rejects.toThrow(
      'a.map: the id of items[0] of its list cannot be had, id() threw: trapped',
    );
  });
});

describe('an item that cannot run is refused alone, under its id or its place,', () => {
  const numbers = { item: z.number(), id: (n: number) => n.toFixed() };

  it('when its schema refuses it', async () => {
    const mixed = { name: 'mixed', items: [1, 'two', 3] };
    expect(await listed('a.map', definition(numbers), mixed, 0, 3)).toEqual([
      { name: '1', value: 1 },
      {
        name: 'items[1]',
        value: 'two',
        refused: expect.stringMatching(/^items\[1\] .* not what .* declares/) as string,
      },
      { name: '3', value: 3 },
    ]);
  });

  it.each([
    ['its schema throws', z.number().refine((n) => (n === 2 ? trap() : true)), /trapped/],
    ['its schema makes no JSON of it', z.number().transform((n) => (n === 2 ? 2n : n)), /is the BigInt 2/],
  ])('when %s', async (_why, item, reason) => {
    const one = definition({ item, id: (n: unknown) => String(n) });
    const items = await listed('a.map', one, { name: 'numbers', items: [1, 2, 3] }, 0, 3);
    expect(items.map(({ name }) => name)).toEqual(['1', '2', '3']);
    expect(items.map(({ refused }) => refused)).toEqual([undefined, expect.stringMatching(reason), undefined]);
  });
});

it('names are looked at once in a process, however many shards there are', async () => {
  let named = 0;
  const counting = definition({
    id: ({ id }: { id: string }) => {
      named += 1;
      return id;
    },
  });
  const many = list(...Array.from({ length: 5000 }, (_, i) => `item ${i}`));
  await Promise.all(Array.from({ length: 50 }, (_, i) => listed('a.map', counting, many, i * 100, i * 100 + 100)));
  expect(named).toBe(5000 + 5000);
});

it('the names of sixteen lists are remembered, those that were used last', async () => {
  let named = 0;
  const counting = definition({
    id: ({ id }: { id: string }) => {
      named += 1;
      return id;
    },
  });
  /** Whether the names of a list were looked at for this. */
  const looks = async (id: number): Promise<boolean> => {
    const before = named;
    await listed('a.map', counting, list(`list ${id}`), 0, 1);
    return named - before === 2;
  };
  for (let id = 0; id < 16; id += 1) expect(await looks(id)).toBe(true);
  expect(await looks(0)).toBe(false);
  expect(await looks(16)).toBe(true);
  expect(await looks(0)).toBe(false);
  expect(await looks(2)).toBe(false);
  expect(await looks(1)).toBe(true);
});

it('an id of 1,024 bytes is taken', async () => {
  const id = 'é'.repeat(512);
  expect(await listed('a.map', definition(), list(id), 0, 1)).toMatchObject([{ name: id }]);
});

it('shards that waited for the names together go on one after another, and others have their turn between them', async () => {
  let turn = 0;
  let ticking = setImmediate(function tick() {
    turn += 1;
    ticking = setImmediate(tick);
  });
  const turns = new Map<string, number[]>();
  const noting = definition({
    id: ({ id }: { id: string }) => {
      turns.set(id, [...(turns.get(id) ?? []), turn]);
      return id;
    },
  });
  const many = list(...Array.from({ length: 1500 }, (_, i) => `item ${i}`));
  await Promise.all([0, 300, 600, 900, 1200].map((from) => listed('a.map', noting, many, from, from + 300)));
  clearImmediate(ticking);
  expect(new Set([...turns.values()].map((seen) => seen.at(-1))).size).toBe(5);
});
