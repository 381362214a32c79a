/**
 * Ages keys: takes from their TTLs the time that another clock has skipped and Redis has not seen.
 *
 * What a key lives is decided by who wrote it last. So each key is remembered with its expiry before the jump, and is aged
 * after it only if nobody has given it another expiry since: not a key made after the jump, not one renewed meanwhile.
 */

/** A connection that takes any command: `call` of ioredis, or of the simulated server. */
export interface RedisCommands {
  call(command: string, ...args: (string | number)[]): unknown;
}

/** What became of the keys that had a TTL before the jump and were still there after it. */
export interface Aged {
  readonly aged: number;
  /** Their time was over: deleted, as Redis would have done. */
  readonly expired: number;
  /** Renewed, or made endless, since the jump began. */
  readonly spared: number;
}

const SCAN_COUNT = 500;

/** Answers a key's expiry in ms since 1970, `endless`, or `gone`. TIME comes second, so it never answers too early. */
const expiryScript = `
local left = redis.call('PTTL', KEYS[1])
if left < 0 then return left == -1 and 'endless' or 'gone' end
local time = redis.call('TIME')
return string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000) + left)`;

/** Here TIME comes first, so that a slow machine never makes a key look renewed. ARGV: expiry before the jump, ms to take. */
const ageScript = `
local time = redis.call('TIME')
local left = redis.call('PTTL', KEYS[1])
if left == -2 then return 'gone' end
if left == -1 then return 'spared' end
if time[1] * 1000 + math.floor(time[2] / 1000) + left > tonumber(ARGV[1]) then return 'spared' end
if left <= tonumber(ARGV[2]) then
  redis.call('DEL', KEYS[1])
  return 'expired'
end
redis.call('PEXPIRE', KEYS[1], left - ARGV[2])
return 'aged'`;

/**
 * Runs `jump` and then ages every key that begins with `<prefix>:` by what `clockMs` gained on Redis' own clock meanwhile,
 * each once. Where Redis saw more time than the clock, nothing is aged.
 *
 * Never aged: keys made or renewed after the jump began, and keys without a TTL. A key that was given a *shorter* life in
 * that time cannot be told from one left alone, and is aged. One Redis node, keys that are text.
 */
export async function ageAcross(
  redis: RedisCommands,
  prefix: string,
  clockMs: () => Promise<number>,
  jump: () => Promise<void>,
): Promise<Aged> {
  const before = await expiriesOf(redis, prefix);
  const from = { skippedMs: await clockMs(), redisMs: await timeOf(redis) };
  await jump();
  const skippedMs = (await clockMs()) - from.skippedMs;
  const elapsedMs = (await timeOf(redis)) - from.redisMs;
  return age(redis, before, Math.round(skippedMs - elapsedMs));
}

async function age(redis: RedisCommands, before: ReadonlyMap<string, string>, byMs: number): Promise<Aged> {
  const became: Record<keyof Aged, number> = { aged: 0, expired: 0, spared: 0 };
  if (byMs <= 0) return became;
  const words = await Promise.all(
    [...before].map(([key, expiry]) => redis.call('EVAL', ageScript, 1, key, expiry, byMs) as Promise<string>),
  );
  for (const word of words) if (word in became) became[word as keyof Aged] += 1;
  return became;
}

/** SCAN may name a key twice; here every key stands once. */
async function expiriesOf(redis: RedisCommands, prefix: string): Promise<Map<string, string>> {
  const pattern = `${prefix.replace(/[\\*?[\]]/g, '\\$&')}:*`;
  const expiries = new Map<string, string>();
  let cursor = '0';
  do {
    const reply = await redis.call('SCAN', cursor, 'MATCH', pattern, 'COUNT', SCAN_COUNT);
    const [next, keys] = reply as [cursor: string, keys: string[]];
    const page = await Promise.all(keys.map((key) => redis.call('EVAL', expiryScript, 1, key) as Promise<string>));
    for (const [i, key] of keys.entries()) if (/^\d+$/.test(page[i] ?? '')) expiries.set(key, page[i] ?? '');
    cursor = next;
  } while (cursor !== '0');
  return expiries;
}

async function timeOf(redis: RedisCommands): Promise<number> {
  const [seconds, microseconds] = (await redis.call('TIME')) as [string, string];
  return Number(seconds) * 1000 + Number(microseconds) / 1000;
}
