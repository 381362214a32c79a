/** The part about waiting for a replica begins when the replica has loaded, however long that takes. */
import { Redis } from 'ioredis';
import { follow } from '../../bench/locks/wait';
import { startOddRedis } from '../support/oddRedis';

/** Takes 5 ms for each key, and is sent all at once. While it loads a Redis looks at its clients after each 2 MB. */
const SLOW = ['key-load-delay 5000', 'rdbcompression no', 'repl-diskless-sync-delay 0'];
const KEYS = 100;
const KEY = 'x'.repeat(100_000);

test('a replica that answers LOADING is waited for', async () => {
  const [master, replica] = [await startOddRedis(SLOW), await startOddRedis(SLOW)];
  const at = { one: new Redis(master.url), other: new Redis(replica.url) };
  try {
    for (let i = 0; i < KEYS; i += 1) await at.one.set(`key ${i}`, KEY);

    const following = follow(replica.url, master.url);
    const answers = await saidUntil(following, at.other);
    await following;

    expect(answers).toContain('LOADING');
    expect(await at.other.dbsize()).toBe(KEYS);
  } finally {
    at.one.disconnect();
    at.other.disconnect();
    await Promise.all([master.stop(), replica.stop()]);
  }
});

/** The first words of what a server answers until something is done. */
async function saidUntil(something: Promise<unknown>, redis: Redis): Promise<Set<string>> {
  const words = new Set<string>();
  const over = something.then(
    () => true,
    () => true,
  );
  while (!(await Promise.race([over, redis.ping().then(heard, heard)]))) continue;
  return words;

  function heard(answer: unknown): false {
    words.add((answer instanceof Error ? answer.message : String(answer)).split(' ')[0] ?? '');
    return false;
  }
}
