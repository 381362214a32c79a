import { useAnyRedis } from '../support/redis';
import { acquire, beginRequest, commitRequest, newRun } from './requests';

const redis = useAnyRedis();
const nobodyDied = { failed: 0, deaths: 0, suspect: false, notes: [] };

test('a first attempt acquires the lock, and nobody has died before it', async () => {
  const [seconds, micros] = await redis.raw.time();
  const reply = await newRun(redis.store).begin(beginRequest());
  expect(reply).toEqual({ word: 'acquired', token: expect.any(Number), ...nobodyDied });
  expect((reply as { token: number }).token).toBeGreaterThanOrEqual(Number(seconds) * 1e6 + Number(micros));
});

test('the same begin sent again gets the same token and counts no second start', async () => {
  const run = newRun(redis.store);
  const first = await run.begin(beginRequest());
  expect(await run.begin(beginRequest())).toEqual(first);
});

test('tokens keep all their digits and grow by one at a counter ahead of the clock', async () => {
  const run = redis.store.run('precision');
  await redis.raw.hset(`${redis.prefix}:v2:test:{precision}:s`, 'tok', '8007199254740990');
  const tokens = [];
  for (const hash of ['h1', 'h2', 'h3']) tokens.push((await acquire(run, { hash })).token);
  expect(tokens).toEqual([8007199254740991, 8007199254740992, 8007199254740993]);
});

test('of 50 attempts at once exactly one acquires, also where a client has just connected', async () => {
  const store = await redis.open();
  // So many that each master of a Cluster meets one first.
  const runs = Array.from({ length: 6 }, () => newRun(store));
  const replies = await Promise.all(
    runs.map((run) =>
      Promise.all(Array.from({ length: 50 }, (_, i) => run.begin(beginRequest({ owner: `a${i}`, scope: `s${i}` })))),
    ),
  );
  expect(replies.flat().flatMap((reply) => (reply.word === 'unknown' ? [String(reply.cause)] : []))).toEqual([]);
  for (const ofRun of replies) {
    expect(ofRun.filter(({ word }) => word === 'acquired')).toHaveLength(1);
    expect(ofRun.filter(({ word }) => word === 'busy')).toHaveLength(49);
  }
});

test('another scope waits and never revokes', async () => {
  const run = newRun(redis.store);
  const lock = await acquire(run);
  const busy = await run.begin(beginRequest({ owner: 'b1', scope: 'other', seq: 99 }));
  expect(busy).toEqual({ word: 'busy', pttlMs: expect.any(Number), holder: 'a1', revoking: false });
  expect(await run.renew([{ ...lock, leaseMs: 10_000 }])).toMatchObject([{ word: 'held' }]);
});

test('a later attempt of the scope revokes the holder, whose lease then runs out', async () => {
  const run = newRun(redis.store);
  const lock = await acquire(run, { leaseMs: 10_000 });
  expect(await run.begin(beginRequest({ owner: 'a2', seq: 2 }))).toMatchObject({
    word: 'busy',
    holder: 'a1',
    revoking: true,
  });
  const [renewed] = (await run.renew([{ ...lock, leaseMs: 60_000 }])) as { word: string; pttlMs: number }[];
  expect(renewed?.word).toBe('revoked');
  expect(renewed?.pttlMs).toBeLessThanOrEqual(10_000);
  expect(await run.begin(beginRequest({ leaseMs: 60_000 }))).toEqual({ word: 'superseded' });
  const facts = await run.facts();
  expect(facts.locks[0]).toMatchObject({ owner: 'a1', revoked: true });
  expect(facts.locks[0]?.pttlMs).toBeLessThanOrEqual(10_000);
});

test('an attempt of the same scope and time neither revokes nor is superseded', async () => {
  const run = newRun(redis.store);
  await acquire(run);
  expect(await run.begin(beginRequest({ owner: 'a2' }))).toMatchObject({ word: 'busy', revoking: false });
});

test('an earlier attempt of the scope is superseded', async () => {
  const run = newRun(redis.store);
  await acquire(run, { owner: 'a2', seq: 2 });
  expect(await run.begin(beginRequest({ owner: 'a1', seq: 1 }))).toEqual({ word: 'superseded' });
});

test('a finished step answers with its record and takes no lock', async () => {
  const run = newRun(redis.store);
  const lock = await acquire(run);
  await run.commit(commitRequest(lock));
  expect(await run.begin(beginRequest({ owner: 'b1' }))).toEqual({
    word: 'committed',
    record: {
      step: lock.step,
      hash: lock.hash,
      gen: lock.token,
      owner: 'a1',
      output: 'a1',
      durationMs: 5,
      attempt: 1,
    },
  });
  expect((await run.facts()).locks).toEqual([]);
});

test('below a floor a record does not exist, and the new token is not smaller than the floor', async () => {
  const run = newRun(redis.store);
  const lock = await acquire(run);
  await run.commit(commitRequest(lock));
  const floor = lock.token + 60_000_000;
  const again = await acquire(run, { owner: 'b1', floor });
  expect(again.token).toBe(floor);
  expect(await run.commit(commitRequest(again, { floor }))).toMatchObject({
    word: 'committed',
    record: { owner: 'b1', gen: floor },
  });
});

test('a record below the floor stays until it is overwritten, so that each new attempt can reuse its items', async () => {
  const run = newRun(redis.store);
  const lock = await acquire(run);
  await run.commit(commitRequest(lock));
  await run.reset('report.claims', { floor: true, clearStrikes: false });
  const previous = expect.objectContaining({ gen: lock.token });
  expect(await run.begin(beginRequest({ owner: 'b1' }))).toMatchObject({ word: 'acquired', previous });
  await run.release({ step: 'report.claims', hash: 'h1', owner: 'b1', outcome: 'clean' });
  expect(await run.begin(beginRequest({ owner: 'b2' }))).toMatchObject({ word: 'acquired', previous });
  expect((await run.facts()).records).toEqual([]);
});

test('a holder that a sink refused gets a new token above the floor, once', async () => {
  const run = newRun(redis.store);
  const lock = await acquire(run);
  const floor = lock.token + 60_000_000;
  expect((await acquire(run, { floor })).token).toBe(floor);
  expect(await run.begin(beginRequest({ floor }))).toEqual({ word: 'acquired', token: floor, ...nobodyDied });
});

test('a revoked holder that asks again, also for a floor, is superseded and changes nothing', async () => {
  const run = newRun(redis.store);
  const lock = await acquire(run);
  await run.begin(beginRequest({ owner: 'a2', seq: 2 }));
  expect(await run.begin(beginRequest({ floor: lock.token + 60_000_000 }))).toEqual({ word: 'superseded' });
  expect(await run.renew([{ ...lock, leaseMs: 60_000 }])).toMatchObject([{ word: 'revoked' }]);
  expect(await run.commit(commitRequest(lock))).toMatchObject({ word: 'committed' });
});

test('too many own failures exhaust the step', async () => {
  const run = newRun(redis.store);
  for (const owner of ['a1', 'a2']) {
    await acquire(run, { owner });
    await run.release({ step: 'report.claims', hash: 'h1', owner, outcome: 'failed' });
  }
  expect(await run.begin(beginRequest({ maxFailures: 2 }))).toEqual({ word: 'exhausted', deaths: 0, failed: 2 });
});

test('reset gives a second chance, and with a floor the step runs again', async () => {
  const run = newRun(redis.store);
  const lock = await acquire(run);
  await run.commit(commitRequest(lock));
  await acquire(run, { hash: 'h2' });
  await run.release({ step: 'report.claims', hash: 'h2', owner: 'a1', outcome: 'failed' });
  await run.strike('report.claims', lock.token);

  await run.reset('report.claims', { floor: false, clearStrikes: false });
  expect(await run.begin(beginRequest())).toMatchObject({ word: 'committed' });
  const facts = { counters: [{ failed: 0, starts: 0 }], strikes: [{ tokens: [lock.token] }] };
  expect(await run.facts()).toMatchObject(facts);

  await run.reset('report.claims', { floor: true, clearStrikes: true });
  expect((await run.facts()).strikes).toEqual([]);
  expect((await acquire(run, { owner: 'b1' })).token).toBeGreaterThan(lock.token);
});

test('a floor of another step leaves the record alone', async () => {
  const run = newRun(redis.store);
  await run.commit(commitRequest(await acquire(run)));
  await run.reset('report.summaries', { floor: true, clearStrikes: true });
  expect(await run.begin(beginRequest())).toMatchObject({ word: 'committed' });
});

test('asking for a finished step keeps the run alive', async () => {
  const run = redis.store.run('kept-alive');
  await run.commit(commitRequest(await acquire(run)));
  const state = `${redis.prefix}:v2:test:{kept-alive}:s`;
  await redis.raw.pexpire(state, 60_000);
  await run.begin(beginRequest());
  expect(await redis.raw.pttl(state)).toBeGreaterThan(60_000);
});

test('a floor lies above every token of the run, also where the counter is ahead of the clock', async () => {
  const run = newRun(redis.store);
  const ahead = await acquire(run, { floor: 8007199254740991 });
  await run.commit(commitRequest(ahead));
  await run.reset('report.claims', { floor: true, clearStrikes: false });
  expect((await acquire(run, { owner: 'b1' })).token).toBe(8007199254740992);
});

test('a floor never sinks, and lies above a token whose counter was lost', async () => {
  const run = redis.store.run('floors');
  const state = `${redis.prefix}:v2:test:{floors}:s`;
  const lock = await acquire(run);
  await redis.raw.del(state);
  await run.reset('report.claims', { floor: true, clearStrikes: false });
  expect(Number(await redis.raw.hget(state, 'f:report.claims'))).toBeGreaterThan(lock.token);
  await redis.raw.hset(state, 'f:report.claims', '8007199254740991');
  await run.reset('report.claims', { floor: true, clearStrikes: false });
  expect(await redis.raw.hget(state, 'f:report.claims')).toBe('8007199254740991');
});

test('an attempt that gave its lock back and stalled under the next one counts as a failure', async () => {
  const run = newRun(redis.store);
  const { step, hash, owner } = await acquire(run);
  await run.release({ step, hash, owner, outcome: 'clean' });
  await acquire(run);
  for (const key of await redis.keys()) if (key.endsWith(':l:report.claims:h1')) await redis.raw.del(key);
  await run.release({ step, hash, owner, outcome: 'stalled' });
  expect((await run.facts()).counters).toMatchObject([{ failed: 1 }]);
});

test('an attempt that lost its lease by its own stall counts as a failure once, also when the lock is gone', async () => {
  const run = newRun(redis.store);
  const lock = await acquire(run);
  const stalled = { step: lock.step, hash: lock.hash, owner: lock.owner, outcome: 'stalled' as const };
  for (const key of await redis.keys()) if (key.endsWith(':l:report.claims:h1')) await redis.raw.del(key);
  expect(await run.release(stalled)).toEqual({ word: 'none' });
  expect(await run.release(stalled)).toEqual({ word: 'none' });
  expect(await run.begin(beginRequest({ owner: 'a2' }))).toMatchObject({ word: 'acquired', failed: 1, deaths: 0 });
  expect(await run.release(stalled)).toEqual({ word: 'none' });
  expect(await run.release({ ...stalled, owner: 'a2', outcome: 'failed' })).toEqual({ word: 'released', failed: 2 });
});
