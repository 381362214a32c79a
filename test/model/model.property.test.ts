import { explore } from './explore';
import type { Bounds, Sabotage } from './stepBounds';
import { look, nextOf, startOf } from './stepWorld';

/** `MODEL=short` explores the first of the bounds alone: what `npm test` has time for. */
const isShort = process.env['MODEL'] === 'short';

const small: Bounds = { scopes: ['a', 'a'], ticks: 5, losses: 1, kills: 0, resets: 0 };

const bounds: [string, Bounds, number][] = [
  ['two attempts of one activity, one loss', small, 122_629],
  ['two attempts, one kill and one loss', { ...small, kills: 1 }, 281_086],
  ['an attempt and one of an execution that joined, one loss', { ...small, scopes: ['a', 'b'] }, 120_724],
  ['two attempts and a floor', { ...small, losses: 0, resets: 1 }, 138_750],
];

// How many there are is told too, so that a bound that explores less than it says is seen.
test.each(isShort ? bounds.slice(0, 1) : bounds)('the protocol holds in every state: %s', (_, within, states) => {
  expect(explore(startOf(within), nextOf(within), look)).toEqual({ states });
});

const convicted: [Sabotage, string, Partial<Bounds>?][] = [
  ['begin does not look at the record', 'two were answered with different records'],
  ['commit overwrites', 'an own commit is reported lost'],
  ['commit does not look at the record', 'an own commit is reported lost'],
  ['the deadline counts from the reply', 'two believe that they hold the lock'],
  ['a takeover steals instead of waiting', 'two believe that they hold the lock'],
  ['a revoked attempt that asks again is acquired', 'two believe that they hold the lock'],
  ['a wake-up is a licence to compute', 'two believe that they hold the lock'],
];

test.each(convicted)('convicts: %s', (sabotage, wrong) => {
  const within = { ...small, ticks: 6, sabotage };
  const found = explore(startOf(within), nextOf(within), look);
  expect(found).toMatchObject({ wrong });
  expect(found.trace?.length).toBeLessThan(30);
});
