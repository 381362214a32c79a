import { explore } from './explore';
import { look, nextOf, startOf, type Bounds, type Sabotage } from './stepWorld';

const small: Bounds = { scopes: ['a', 'a'], ticks: 5, losses: 1, kills: 0, resets: 0 };

const bounds: [string, Bounds][] = [
  ['two attempts of one activity, one loss', small],
  ['two attempts, one kill and one loss', { ...small, ticks: 5, kills: 1 }],
  ['an attempt and one of an execution that joined, one loss', { ...small, scopes: ['a', 'b'] }],
  ['two attempts and a floor', { ...small, ticks: 5, losses: 0, resets: 1 }],
];

test.each(bounds)('the protocol holds in every state: %s', (_, within) => {
  const started = performance.now();
  const found = explore(startOf(within), nextOf(within), look);
  console.log(`${found.states} states in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  expect(found.trace).toBeUndefined();
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
