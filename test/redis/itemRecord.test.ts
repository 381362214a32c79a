/** How outcomes of items are written and read again. */
import { cachedBy, marksOf, readRecord, recordOf } from '../../redis/itemRecord';
import { parseItem, scanItems } from '../../redis/items';

const names = ['', ' ', 'Zoë "42"\n', '["a","b"]'];
const values = ['', '1', 'two\nlines', ' ["x"]'];

test('the record of an item tells its names, its value and whether it was cached, whatever stands in them', () => {
  for (const name of names)
    for (const call of [undefined, ...names])
      for (const value of values)
        for (const cached of [false, true]) {
          const result = { outcome: 'skipped', value, cached } as const;
          const stored = recordOf({ name, call }, result);
          expect(readRecord({ outcome: 'skipped', value: stored })).toEqual({ ...result, name, call });
        }
});

test('the marks of a shard tell of each of its items whether it was cached', () => {
  for (let size = 1; size <= 20; size++)
    for (let n = 0; n < 50; n++) {
      const cached = Array.from({ length: size }, (_, i) => ((n * 7919 + i * i * 31) >> (i % 5)) % 2 === 0);
      const isCached = cachedBy(marksOf(cached));
      expect(cached.map((_, place) => isCached(place))).toEqual(cached);
    }
});

test('the marks are a word or nothing where all or none were cached, else a bit for each', () => {
  expect(marksOf([true, true])).toBe('all');
  expect(marksOf([false, false])).toBeUndefined();
  expect(marksOf([true, ...Array<boolean>(8).fill(false)])).toBe(Buffer.from([1, 0]).toString('base64'));
  expect(cachedBy({ odd: true })(0)).toBe(false);
  expect(cachedBy(marksOf([true, false]))(10)).toBe(false);
});

test.each([
  ['o:5:text:with\nall', 9, { outcome: 'ok', value: 'text:with\nall' }],
  ['f:5:why', 5, { outcome: 'failed', value: 'why' }],
  ['f:5:why', 6, null],
  ['s:5:', 6, null],
  ['s:7:', 6, { outcome: 'skipped', value: '' }],
  ['x:5:', 0, null],
  [null, 0, null],
])('%j above the floor %d is the outcome %j', (text, floor, outcome) => {
  expect(parseItem(text, floor)).toEqual(outcome);
});

test('a page of items has those that count, and where the next begins until there is none', async () => {
  const asked: unknown[] = [];
  const data = {
    hscan: (...args: unknown[]) => {
      asked.push(args);
      return Promise.resolve<[string, string[]]>([args[1] === '0' ? '17' : '0', ['a', 'o:1:x', 'b', 'f:1:y']]);
    },
  };
  const items = [{ key: 'a', outcome: 'ok', value: 'x' }];
  expect(await scanItems(data, 'name', '0', 2)).toEqual({ items, next: '17' });
  expect(await scanItems(data, 'name', '17', 2)).toEqual({ items });
  expect(asked).toEqual([
    ['name', '0', 'COUNT', 100],
    ['name', '17', 'COUNT', 100],
  ]);
});
