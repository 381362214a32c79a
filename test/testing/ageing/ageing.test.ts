/** How much a jump ages, exact to the millisecond: on a clock that only the test moves. */
import { ageAcross } from '../../../testing/ageing/ageing';
import { loadLua, SimulatedServer } from '../../../testing/simulation';

const START_MS = 1_736_121_600_000;
const clock = { redisMs: START_MS, skippedMs: START_MS };
let server: SimulatedServer;

beforeEach(async () => {
  Object.assign(clock, { redisMs: START_MS, skippedMs: START_MS });
  server = new SimulatedServer(await loadLua(), () => clock.redisMs);
  server.call('SET', 'p:key', 'v', 'PX', 100_000);
});

const jump = (times: { skippedMs: number; elapsedMs: number }) =>
  ageAcross(
    server,
    'p',
    () => Promise.resolve(clock.skippedMs),
    () => {
      clock.skippedMs += times.skippedMs;
      clock.redisMs += times.elapsedMs;
      return Promise.resolve();
    },
  );
const pttl = () => server.call('PTTL', 'p:key');

test('time that Redis saw itself is not taken twice: skipped minus elapsed', async () => {
  await jump({ skippedMs: 60_000, elapsedMs: 5000 });
  expect(pttl()).toBe(40_000);
});

test('a clock that skipped nothing ages nothing, nor does one that stood while Redis went on', async () => {
  await jump({ skippedMs: 5000, elapsedMs: 5000 });
  expect(pttl()).toBe(95_000);
  await jump({ skippedMs: 0, elapsedMs: 5000 });
  expect(pttl()).toBe(90_000);
});

test('a key ends in the millisecond in which its time is over', async () => {
  await jump({ skippedMs: 99_999, elapsedMs: 0 });
  expect(pttl()).toBe(1);
  await jump({ skippedMs: 1, elapsedMs: 0 });
  expect(server.call('EXISTS', 'p:key')).toBe(0);
});
