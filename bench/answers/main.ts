/** What kept answers cost in the memory of a real Redis. See bench/README.md. */
import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import Redis from 'ioredis';
import { openStore } from '../../redis';
import { startRedis } from '../../testing/servers/redis';
import { table } from '../locks/table';

const SIZES = [100, 1000, 4096, 16_384, 65_536];
const KEEP_MS = 90 * 24 * 3_600_000;
/** Side by side, so that it does not wait for each round trip. */
const AT_ONCE = 100;

/** JSON of exactly so many bytes, each time another. */
const answerOf = (n: number, bytes: number): string => JSON.stringify(String(n).padEnd(bytes - 2, 'x'));

async function usedBytes(redis: Redis): Promise<{ used: number; resident: number }> {
  const info = await redis.info('memory');
  const of = (name: string): number => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1]);
  return { used: of('used_memory'), resident: of('used_memory_rss') };
}

/** How much more memory Redis uses for `count` answers of `bytes` bytes. */
async function measured(url: string, redis: Redis, count: number, bytes: number) {
  await redis.flushall('SYNC');
  const store = await openStore({ url, namespace: 'default' });
  const answers = store.answers();
  await answers.put('the first', answerOf(0, bytes), KEEP_MS);
  const before = await usedBytes(redis);
  for (let from = 0; from < count; from += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, i) => from + i);
    const hash = (n: number): string => createHash('sha256').update(String(n)).digest('hex');
    await Promise.all(some.map((n) => answers.put(hash(n), answerOf(n, bytes), KEEP_MS)));
  }
  const after = await usedBytes(redis);
  await store.close();
  return { bytes, count, usedBytes: after.used - before.used, residentBytes: after.resident - before.resident };
}

const MB = 1e6;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { count: { type: 'string', default: '10000' } } });
  const count = Number(values.count);
  if (!Number.isInteger(count) || count < 1) throw new RangeError(`--count takes a whole number, not ${values.count}`);
  // Never a server that others use: the figures are those of the whole server.
  delete process.env['REDIS_URL'];
  const server = await startRedis();
  const redis = new Redis(server.url);
  try {
    const version = /^redis_version:(\S+)/m.exec(await redis.info('server'))?.[1] ?? 'unknown';
    const figures = [];
    for (const bytes of SIZES) figures.push(await measured(server.url, redis, count, bytes));
    const rows = figures.map(({ bytes, usedBytes: used }) => [
      `${bytes} B`,
      (used / MB).toFixed(1),
      String(Math.round(used / count)),
      String(Math.round(used / count - bytes)),
    ]);
    const head = [`${count} answers of`, 'MB', 'bytes each', 'of which overhead'];
    process.stdout.write(`Redis ${version}\n${table(head, rows)}\n`);
    process.stdout.write(`${JSON.stringify({ bench: 'answers', redis: version, node: process.version, figures })}\n`);
  } finally {
    redis.disconnect();
    await server.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
