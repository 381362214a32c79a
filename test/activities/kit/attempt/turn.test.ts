/** What an attempt asks until it has its turn, and when it gives its slot back; in time that moves only as the test says. */
import { Suspects } from '../../../../activities/kit';
import type { Attempt } from '../../../../activities/kit/attempt/attempt';
import { lockBusy, redisAway, takeTurn } from '../../../../activities/kit/attempt/turn';
import type { Turn } from '../../../../activities/kit/attempt/turn';
import type { BeginReply, BeginRequest, RunStore } from '../../../../redis';
import { FakeClock } from '../../../redis/fakeClock';

const acquired: BeginReply = { word: 'acquired', token: 9, failed: 1, deaths: 0, suspect: false, notes: [] };
const busy: BeginReply = { word: 'busy', pttlMs: 60_000, holder: 'other', revoking: false };
const away: BeginReply = { word: 'unknown', cause: new Error('ECONNREFUSED') };
const record = (gen: number) => ({ word: 'committed', record: { gen, output: 1 } }) as unknown as BeginReply;

/** A run that answers these in turn, the last again and again; spread is none. */
function scene(...replies: BeginReply[]) {
  const clock = new FakeClock();
  const asked: BeginRequest[] = [];
  const askedMs: number[] = [];
  const startMs = clock.nowMs();
  const held: unknown[] = [];
  const present: boolean[] = [];
  const store = {
    clock,
    random: () => 0.5,
    begin: (request: BeginRequest) => {
      asked.push(request);
      askedMs.push(clock.nowMs() - startMs);
      return Promise.resolve(replies[Math.min(asked.length, replies.length) - 1]);
    },
    touch: () => Promise.resolve(present.shift() ?? true),
    hold: (...args: unknown[]) => held.push(args),
    renew: () => Promise.resolve([{ word: 'held', pttlMs: 5 }]),
    waitForRelease: (_step: string, _hash: string, ms: number, signal: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        const stop = (): void => reject(signal.reason as Error);
        signal.addEventListener('abort', stop);
        clock.after(ms, () => {
          signal.removeEventListener('abort', stop);
          resolve();
        });
      }),
  } as unknown as RunStore;
  const attempt = { owner: 'o', scope: 's', seq: 3, leaseMs: 5000, latestMs: 77 } as Attempt;
  const suspects = new Suspects();
  const stop = new AbortController();
  const told: unknown[] = [];
  const seat = suspects.seat();
  /** Resolves when it has asked for the first time. */
  const take = (over: Partial<Turn> = {}): Promise<void> => {
    const turn = { name: 'a.step', hash: 'h', maxFailures: 5, ...over };
    takeTurn(store, turn, attempt, stop.signal, seat).then(
      (taken) => told.push(taken),
      (error: unknown) => told.push(error),
    );
    return clock.advance(0);
  };
  return { clock, asked, askedMs, held, present, suspects, seat, stop, told, take };
}

test('it asks in the name of its attempt, and holds the lock from when it asked', async () => {
  const { clock, asked, held, told, take } = scene(acquired);
  await take();
  await clock.advance(0);
  expect(asked).toEqual([
    {
      step: 'a.step',
      hash: 'h',
      owner: 'o',
      scope: 's',
      seq: 3,
      leaseMs: 5000,
      maxFailures: 5,
      maxDeaths: 10,
      alone: false,
    },
  ]);
  const lock = { step: 'a.step', hash: 'h', owner: 'o', token: 9, leaseMs: 5000 };
  expect(held).toEqual([[lock, { sentAt: clock.nowMs(), latestMs: 77 }]]);
  expect(told).toEqual([
    { hold: 1, renew: expect.any(Function) as unknown, waitedMs: 0, failed: 1, suspect: false, notes: [] },
  ]);
  const [taken] = told as { renew: () => Promise<unknown> }[];
  expect(await taken?.renew()).toEqual({ word: 'held', pttlMs: 5 });
});

test('who waits asks again within half a second, or at the end of the lease, and gives up after ten seconds', async () => {
  const { clock, askedMs, told, take } = scene({ ...busy, pttlMs: 100 } as BeginReply, busy);
  await take();
  await clock.advance(100 + 1 + 438);
  expect(askedMs).toEqual([0, 101, 538.5]);
  await clock.advance(9000);
  expect(told).toEqual([]);
  await clock.advance(1000);
  expect(told).toMatchObject([
    {
      type: 'LockBusy',
      nonRetryable: false,
      message: 'a.step is held by other for another 60000 ms; trying again in 1000 ms.',
      nextRetryDelay: 1000,
      details: [{ holder: 'other', pttlMs: 60_000 }],
    },
  ]);
});

test('where Redis is away it asks five times a second, and gives up after thirty', async () => {
  const { clock, askedMs, told, take } = scene(away);
  await take();
  await clock.advance(1000);
  expect(askedMs).toEqual([0, 200, 400, 600, 800, 1000]);
  await clock.advance(29_000);
  expect(told).toEqual([]);
  await clock.advance(200);
  expect(told).toMatchObject([
    { type: 'RedisUnreachable', nonRetryable: false, nextRetryDelay: 1000, message: 'a.step: ECONNREFUSED' },
  ]);
});

test.each([busy, away])('who is stopped while it waits ends with the reason: %j', async (reply) => {
  const { clock, asked, stop, told, take } = scene(reply);
  await take();
  await clock.advance(0);
  stop.abort(new Error('cancelled'));
  await clock.advance(1000);
  expect(told).toEqual([new Error('cancelled')]);
  expect(asked).toHaveLength(1);
});

test('a record answers while all that it names is there; else it counts no more, and the step is done again', async () => {
  const whole = scene(record(4));
  await whole.take();
  await whole.clock.advance(0);
  expect(whole.told).toEqual([{ record: { gen: 4, output: 1 } }]);
  const torn = scene(record(4), acquired);
  torn.present.push(false);
  await torn.take();
  await torn.clock.advance(0);
  expect(torn.asked.map(({ floor }) => floor)).toEqual([undefined, 5]);
  expect(torn.told).toMatchObject([{ failed: 1, floor: 5 }]);
});

test('records below the floor of a volatile step do not count from the beginning', async () => {
  const { clock, asked, told, take } = scene({ ...acquired, previous: { gen: 3 } } as BeginReply);
  await take({ floor: 8 });
  await clock.advance(0);
  expect(asked[0]?.floor).toBe(8);
  expect(told).toMatchObject([{ floor: 8, previous: { gen: 3 } }]);
});

test.each<[BeginReply, Partial<Turn>, object]>([
  [{ word: 'superseded' }, {}, { type: 'Superseded', nonRetryable: false }],
  [
    { word: 'exhausted', failed: 5, deaths: 1 },
    {},
    {
      type: 'StepExhausted',
      nonRetryable: true,
      message: 'a.step: it failed 5 times. Mend the cause, then retry the step.',
    },
  ],
  [
    { word: 'exhausted', failed: 1, deaths: 0 },
    { maxFailures: 1, why: 'HTTP 500.' },
    {
      message: 'a.step: it failed 1 time, last: HTTP 500. Mend the cause, then retry the step.',
      details: [{ failed: 1, deaths: 0 }],
    },
  ],
  [
    { word: 'exhausted', failed: 4, deaths: 12 },
    {},
    { message: expect.stringMatching(/its worker died 12 times .* 10 of them while no other/) as string },
  ],
])('%j ends it', async (reply, over, said) => {
  const { clock, told, take } = scene(reply);
  await take(over);
  await clock.advance(0);
  expect(told).toMatchObject([said]);
});

test('a suspect asks again once it is the only one, and says so; else it gives its slot back after ten seconds', async () => {
  const suspect: BeginReply = { word: 'suspect', deaths: 3 };
  const { clock, asked, suspects, seat, told, take } = scene(suspect, acquired);
  const other = suspects.seat();
  await other.take(0, new AbortController().signal, clock);
  await take();
  await clock.advance(9999);
  expect([asked.length, told]).toEqual([1, []]);
  other.leave();
  await clock.advance(0);
  expect(asked.map(({ alone }) => alone)).toEqual([false, true]);
  expect(seat.isTaken).toBe(true);
  const late = scene(suspect);
  await late.suspects.seat().take(0, new AbortController().signal, late.clock);
  await late.take();
  await late.clock.advance(10_000);
  expect(late.told).toMatchObject([{ type: 'LockBusy', message: expect.stringContaining('until it is the only one') }]);
});

test('a doubtful attempt waits for suspects before it asks at all', async () => {
  const { clock, asked, suspects, told, take } = scene(acquired);
  await suspects.seat().take(0, new AbortController().signal, clock);
  await take({ isDoubtful: true });
  await clock.advance(9999);
  expect(asked).toEqual([]);
  await clock.advance(1);
  expect(told).toMatchObject([{ type: 'LockBusy' }]);
  expect(asked).toEqual([]);
});

test('who comes back is told when, spread over half a second to one and a half', () => {
  const delays = [0, 0.5, 0.999].map((random) => [
    lockBusy('a', { holder: 'b', pttlMs: 1 }, random),
    redisAway('a', new Error('away'), random),
  ]);
  expect(delays.map((both) => both.map((error) => (error as { nextRetryDelay?: unknown }).nextRetryDelay))).toEqual([
    [500, 500],
    [1000, 1000],
    [1499, 1499],
  ]);
});
