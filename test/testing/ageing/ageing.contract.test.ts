/** Which keys a jump ages, on every Redis that is supported. */
import { ageAcross } from '../../../testing/ageing/ageing';
import { useAnyRedis } from '../../support/redis';

const HOUR_MS = 3_600_000;
const SECOND_MS = 1000;

const redis = useAnyRedis();
let skippedMs = 0;

/** A jump of `byMs`, `meanwhile` what others do between the jump and the ageing. */
const jump = (prefix: string, byMs: number, meanwhile: () => Promise<unknown> = () => Promise.resolve()) =>
  ageAcross(
    redis.raw,
    prefix,
    () => Promise.resolve(Date.now() + skippedMs),
    async () => {
      skippedMs += byMs;
      await meanwhile();
    },
  );

/** Keys of one test, and what is left of their TTLs in whole hours: real time takes none of them. */
function keysUnder(name: string) {
  const prefix = `${redis.prefix}:${name}`;
  const key = (suffix: string) => `${prefix}:${suffix}`;
  const put = (suffix: string, hours: number) => redis.raw.set(key(suffix), 'v', 'PX', hours * HOUR_MS);
  const hoursLeft = async (suffix: string) => Math.round((await redis.raw.pttl(key(suffix))) / HOUR_MS);
  return { prefix, key, put, hoursLeft };
}

test('every key loses what was skipped, and is deleted when its time is over', async () => {
  const { prefix, key, put, hoursLeft } = keysUnder('plain');
  await Promise.all([put('long', 24), put('longer', 48), put('short', 8)]);
  expect(await jump(prefix, 8 * HOUR_MS + SECOND_MS)).toEqual({ aged: 2, expired: 1, spared: 0 });
  expect([await hoursLeft('long'), await hoursLeft('longer')]).toEqual([16, 40]);
  expect(await redis.raw.exists(key('short'))).toBe(0);
});

test('keys of every kind age, and keep what they hold', async () => {
  const { prefix, key, hoursLeft } = keysUnder('kinds');
  await redis.raw.hset(key('hash'), 'field', 'value');
  await redis.raw.call('SADD', key('set'), 'member');
  await redis.raw.call('ZADD', key('sorted'), '1', 'member');
  const kinds = ['hash', 'set', 'sorted'];
  await Promise.all(kinds.map((kind) => redis.raw.pexpire(key(kind), 24 * HOUR_MS)));
  await jump(prefix, 4 * HOUR_MS);
  expect(await Promise.all(kinds.map(hoursLeft))).toEqual([20, 20, 20]);
  expect(await redis.raw.hget(key('hash'), 'field')).toBe('value');
});

test('a second jump ages again, by its own length', async () => {
  const { prefix, put, hoursLeft } = keysUnder('repeated');
  await put('key', 24);
  await jump(prefix, 5 * HOUR_MS);
  await jump(prefix, 7 * HOUR_MS);
  expect(await hoursLeft('key')).toBe(12);
});

test('a key that SCAN names twice ages once', async () => {
  const { prefix, key, put, hoursLeft } = keysUnder('twice');
  await put('key', 24);
  const stuttering = {
    call: (name: string, ...args: (string | number)[]) =>
      name === 'SCAN' ? Promise.resolve(['0', [key('key'), key('key')]]) : redis.raw.call(name, ...args),
  };
  let nowMs = Date.now();
  const leap = () => Promise.resolve(void (nowMs += 10 * HOUR_MS));
  expect(await ageAcross(stuttering, prefix, () => Promise.resolve(nowMs), leap)).toMatchObject({ aged: 1 });
  expect(await hoursLeft('key')).toBe(14);
});

test('a key made after the jump does not age', async () => {
  const { prefix, put, hoursLeft } = keysUnder('made');
  await jump(prefix, 5 * HOUR_MS, () => put('key', 24));
  expect(await hoursLeft('key')).toBe(24);
});

test('a key renewed after the jump keeps its whole new life; one deleted and made again too', async () => {
  const { prefix, key, put, hoursLeft } = keysUnder('renewed');
  await Promise.all([put('renewed', 24), put('again', 6), put('left alone', 24)]);
  const others = async () => {
    await redis.raw.pexpire(key('renewed'), 26 * HOUR_MS);
    await redis.raw.del(key('again'));
    await put('again', 7);
  };
  expect(await jump(prefix, 10 * HOUR_MS, others)).toEqual({ aged: 1, expired: 0, spared: 2 });
  expect([await hoursLeft('renewed'), await hoursLeft('again'), await hoursLeft('left alone')]).toEqual([26, 7, 14]);
});

test('a key renewed to the same TTL some milliseconds later counts as renewed', async () => {
  const { prefix, key, put, hoursLeft } = keysUnder('soon');
  await put('key', 24);
  const madeMs = await redisMs();
  const renew = async () => {
    while ((await redisMs()) < madeMs + 3);
    await redis.raw.pexpire(key('key'), 24 * HOUR_MS);
  };
  expect(await jump(prefix, 10 * HOUR_MS, renew)).toEqual({ aged: 0, expired: 0, spared: 1 });
  expect(await hoursLeft('key')).toBe(24);
});

test('a key without a TTL stays without one, also when it lost it after the jump', async () => {
  const { prefix, key, put } = keysUnder('endless');
  await redis.raw.set(key('always'), 'v');
  await put('since', 1);
  expect(await jump(prefix, 10 * HOUR_MS, () => redis.raw.call('PERSIST', key('since')) as Promise<unknown>)).toEqual({
    aged: 0,
    expired: 0,
    spared: 1,
  });
  expect([await redis.raw.pttl(key('always')), await redis.raw.pttl(key('since'))]).toEqual([-1, -1]);
  await redis.raw.del(key('always'), key('since'));
});

test('keys outside the prefix do not age, whatever the prefix is made of', async () => {
  const [starred, neighbour, longer] = [keysUnder('star*[a]'), keysUnder('starry[a]'), keysUnder('star*[a]b')];
  await Promise.all([starred, neighbour, longer].map((keys) => keys.put('key', 24)));
  await jump(starred.prefix, 4 * HOUR_MS);
  expect(await Promise.all([starred, neighbour, longer].map((keys) => keys.hoursLeft('key')))).toEqual([20, 24, 24]);
});

test('more keys than one page of SCAN all age', async () => {
  const { prefix, put, hoursLeft } = keysUnder('many');
  const names = Array.from({ length: 1200 }, (_, i) => `key ${i}`);
  await Promise.all(names.map((name) => put(name, 24)));
  expect(await jump(prefix, 4 * HOUR_MS)).toMatchObject({ aged: 1200 });
  expect(new Set(await Promise.all(names.map(hoursLeft)))).toEqual(new Set([20]));
});

async function redisMs(): Promise<number> {
  const [seconds, microseconds] = (await redis.raw.time()) as unknown as [string, string];
  return Number(seconds) * 1000 + Number(microseconds) / 1000;
}
