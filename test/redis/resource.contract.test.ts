import { randomUUID } from 'node:crypto';
import { useAnyRedis } from '../support/redis';

const redis = useAnyRedis();
const request = { owner: 'a1', scope: 'scope', stepToken: 7, leaseMs: 10_000 };

test('a resource has one holder; the others are told who it is', async () => {
  const lock = redis.store.resource(`file:${randomUUID()}`);
  const first = await lock.ask(request);
  expect(first).toEqual({ word: 'acquired', token: expect.any(Number) });
  expect(await lock.ask(request)).toEqual(first);
  expect(await lock.ask({ ...request, owner: 'b1' })).toEqual({
    word: 'busy',
    pttlMs: expect.any(Number),
    holder: 'a1',
    place: 0,
    ticket: expect.any(Number),
    lastToken: expect.any(Number),
  });
});

test('handed back, the next holder gets a larger token', async () => {
  const lock = redis.store.resource('s3://bucket/{key}%');
  const first = await lock.ask(request);
  expect(await lock.hand({ owner: 'b1' })).toEqual({ word: 'none' });
  expect(await lock.hand(request)).toEqual({ word: 'released' });
  expect(await lock.hand(request)).toEqual({ word: 'none' });
  const second = await lock.ask({ ...request, owner: 'b1' });
  expect((second as { token: number }).token).toBeGreaterThan((first as { token: number }).token);
});

test('the counter outlives the lock, also ahead of the clock', async () => {
  const lock = redis.store.resource('ahead');
  await lock.ask({ ...request, floor: 8007199254740991 });
  await lock.hand(request);
  expect(await lock.ask(request)).toEqual({ word: 'acquired', token: 8007199254740992 });
});

test('a holder that a sink refused asks again above what the sink has seen', async () => {
  const lock = redis.store.resource('refused');
  await lock.ask(request);
  const floor = 8007199254740991;
  expect(await lock.ask({ ...request, floor })).toEqual({ word: 'acquired', token: floor });
  expect(await lock.ask({ ...request, floor })).toEqual({ word: 'acquired', token: floor });
});

test('renewal is for the owner with the current token', async () => {
  const lock = redis.store.resource('renewed');
  const reply = await lock.ask(request);
  if (reply.word !== 'acquired') throw new Error(reply.word);
  const { token } = reply;
  expect(await lock.renew({ owner: 'a1', token, leaseMs: 60_000 })).toEqual({ word: 'held', pttlMs: 60_000 });
  expect(await lock.renew({ owner: 'a1', token: token - 1, leaseMs: 60_000 })).toEqual({ word: 'lost', owner: 'a1' });
});
