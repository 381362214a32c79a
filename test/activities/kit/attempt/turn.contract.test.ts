import { randomUUID } from 'node:crypto';
import type { Attempt } from '../../../../activities/kit/attempt/attempt';
import { Suspects } from '../../../../activities/kit/worker/suspects';
import { takeTurn } from '../../../../activities/kit/attempt/turn';
import type { RunStore } from '../../../../redis';
import { acquire, commitRequest } from '../../../redis/requests';
import { useAnyRedis } from '../../../support/redis';

const redis = useAnyRedis();
const turn = { name: 'report.claims', hash: 'h1', maxFailures: 5 };
const never = new AbortController().signal;

function attemptOf(run: RunStore, over: Partial<Attempt> = {}): Attempt {
  const latestMs = run.clock.nowMs() + 60_000;
  return { owner: 'b1', scope: 'other', seq: 1, leaseMs: 10_000, latestMs, ...over } as Attempt;
}

test('a waiter computes only when begin has given it the lock', async () => {
  const run = redis.store.run(randomUUID());
  const lock = await acquire(run);
  const taking = takeTurn(run, turn, attemptOf(run), never, new Suspects().seat());
  await run.release({ ...lock, outcome: 'clean' });
  const taken = await taking;
  if (!('hold' in taken)) throw new Error('answered with a record that nobody wrote');
  expect(taken.hold.token).toBeGreaterThan(lock.token);
  expect((await run.facts()).locks).toMatchObject([{ owner: 'b1', token: taken.hold.token }]);
  taken.hold.stop();
});

test('a waiter whose turn comes after the work is done answers with the record', async () => {
  const run = redis.store.run(randomUUID());
  const lock = await acquire(run);
  const taking = takeTurn(run, turn, attemptOf(run), never, new Suspects().seat());
  await run.commit(commitRequest(lock));
  expect(await taking).toMatchObject({ record: { owner: 'a1', gen: lock.token } });
});

test('an attempt that a later one has taken over from ends, and may be tried again', async () => {
  const run = redis.store.run(randomUUID());
  await acquire(run, { owner: 'a2', scope: 'scope', seq: 2 });
  const earlier = attemptOf(run, { owner: 'a1', scope: 'scope', seq: 1 });
  await expect(takeTurn(run, turn, earlier, AbortSignal.timeout(2000), new Suspects().seat())).rejects.toMatchObject({
    type: 'Superseded',
    nonRetryable: false,
  });
});

/** Three attempts that were killed: their leases ended, and they said nothing. */
async function diesThrice(run: RunStore): Promise<void> {
  for (const owner of ['k1', 'k2', 'k3']) {
    await acquire(run, { owner });
    for (const key of await redis.keys()) if (key.endsWith(':l:report.claims:h1')) await redis.raw.del(key);
  }
}

test('a suspect waits until its process works on no other', async () => {
  const run = redis.store.run(randomUUID());
  await diesThrice(run);
  const suspects = new Suspects();
  const other = suspects.seat();
  expect(await other.take(0, never, run.clock)).toBe(true);
  const taking = takeTurn(run, turn, attemptOf(run), never, suspects.seat());
  const first = await Promise.race([taking.then(() => 'taken'), run.facts().then(() => 'waiting')]);
  expect([first, (await run.facts()).locks]).toEqual(['waiting', []]);
  other.leave();
  const taken = await taking;
  expect(taken).toMatchObject({ suspect: true, notes: [] });
  if ('hold' in taken) taken.hold.stop();
});

test('a suspect that waits for too long gives its slot back, and a cancelled one ends with the reason', async () => {
  const run = redis.store.run(randomUUID());
  await diesThrice(run);
  const suspects = new Suspects();
  const other = suspects.seat();
  await other.take(0, never, run.clock);
  const seat = suspects.seat();
  expect(await seat.take(1, never, run.clock)).toBe(false);
  const cancel = new AbortController();
  const taking = takeTurn(run, turn, attemptOf(run), cancel.signal, suspects.seat());
  cancel.abort(new Error('cancelled'));
  await expect(taking).rejects.toThrow('cancelled');
  other.leave();
  expect(await seat.take(0, never, run.clock)).toBe(true);
});
