import { explore } from './explore';
import { lookAtQueue, nextInQueue, startOfQueue, type QueueBounds, type QueueSabotage } from './queueWorld';

/** `MODEL=short` explores the first of the bounds alone: what `npm test` has time for. */
const isShort = process.env['MODEL'] === 'short';

const bounds: [string, QueueBounds, number][] = [
  ['two users', { users: 2, ticks: 9, kills: 1, polls: 3 }, 51_315],
  ['three users', { users: 3, ticks: 7, kills: 0, polls: 1 }, 147_327],
  ['three users, one of which may die', { users: 3, ticks: 6, kills: 1, polls: 1 }, 120_271],
];

// How many there are is told too, so that a bound that explores less than it says is seen.
test.each(isShort ? bounds.slice(0, 1) : bounds)('the queue holds in every state: %s', (_, within, states) => {
  expect(explore(startOfQueue(within), nextInQueue(within), lookAtQueue)).toEqual({ states });
});

const twice = 'two believe that they hold the lock';
const convicted: [QueueSabotage, string][] = [
  ['a grant older than the last answer is believed', twice],
  ['a grant counts from the moment it is heard', twice],
  ['a renewal shortens the lease', twice],
  ['a free lock is taken past those who wait', 'somebody is served before one who asked first'],
];

test.each(convicted)('convicts: %s', (sabotage, wrong) => {
  const within = { users: 3, ticks: 8, kills: 0, polls: 2, sabotage };
  const found = explore(startOfQueue(within), nextInQueue(within), lookAtQueue);
  expect(found).toMatchObject({ wrong });
  expect(found.trace?.length).toBeLessThan(30);
});
