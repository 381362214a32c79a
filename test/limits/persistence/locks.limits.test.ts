/** Redis dies under users of locks, and comes back with less than it had. */
import { monotonicMs } from '../../../redis';
import { KeptRedis } from '../../support/keptRedis';
import { otherServer } from '../../support/otherServers';
import { LockLoad } from '../load';
import { inForm, isShort, tell } from '../rows';
import { ends, garbage, keeping, named, type End } from './kinds';

const LOCKS = inForm(4, 30);
const ROUNDS = inForm(1, 4);

/** The Redis that is here, and in the long form the oldest too, which has one append-only file in place of a folder. */
const servers: readonly string[] = isShort ? ['here'] : ['here', '6.2'];
/** In the short form those that differ in what is lost. */
const short = new Set([
  'nothing: kill -9',
  'always: kill -9',
  'everysec: power cut',
  'snapshots: older RDB',
  'always: empty restart',
]);
const wanted = isShort ? ends.filter(({ keeping: kind, name }) => short.has(`${kind}: ${name}`)) : ends;
const cases = servers.flatMap((server) => wanted.map((end) => ({ ...end, kind: named[end.keeping], server })));

const programOf = async (server: string): Promise<string | undefined> =>
  server === '6.2' ? otherServer('6.2') : undefined;

/** How many locks two users held at once, as they saw it. */
function believed(load: LockLoad): number {
  return load.violations({ lossy: false }).length - load.violations({ lossy: true }).length;
}

interface Lived {
  readonly load: LockLoad;
  readonly recoveryS: number;
}

/** Users at work, `rounds` ends of their Redis, and each time all locks go round again. */
async function livedThrough(end: End, redis: KeptRedis, rounds: number): Promise<Lived> {
  const load = await LockLoad.on(redis.url, LOCKS);
  let recoveryS = 0;
  try {
    for (let round = 0; round < rounds; round += 1) {
      const whileDead = await end.prepare(redis);
      await load.goesRound(2);
      await redis.kill();
      await whileDead();
      await redis.revive();
      const from = monotonicMs();
      await load.goesRound(1);
      recoveryS = Math.max(recoveryS, (monotonicMs() - from) / 1000);
    }
    await load.goesRound(1);
  } finally {
    await load.stop();
    await redis.stop();
  }
  return { load, recoveryS };
}

test.each(cases)('$kind, $name (Redis $server): tokens grow, and the locks go round again', async (end) => {
  const redis = await KeptRedis.started(keeping[end.keeping], await programOf(end.server));
  const { load, recoveryS } = await livedThrough(end, redis, ROUNDS);
  const violations = load.violations({ lossy: end.lossy });
  tell({
    scenario: `${end.name}, lock load`,
    topology: `one server, ${end.kind}${end.server === '6.2' ? ', Redis 6.2' : ''}`,
    violations: violations.length,
    recoveryS,
    note: `locks that two believed to hold: ${believed(load)}`,
    ...load.counts,
  });
  expect(violations).toEqual([]);
});

test.each(servers)(
  'a garbage tail of the append-only file (Redis %s): refused till it is mended, then nothing is lost',
  async (server) => {
    const redis = await KeptRedis.started(keeping.always, await programOf(server));
    const load = await LockLoad.on(redis.url, LOCKS);
    try {
      await load.goesRound(2);
      await redis.kill();
      await (
        await garbage.prepare(redis)
      )();
      await expect(redis.revive()).rejects.toThrow('redis-check-aof --fix');
      await redis.mend();
      await redis.revive();
      await load.goesRound(2);
    } finally {
      await load.stop();
      await redis.stop();
    }
    expect(load.violations({ lossy: false })).toEqual([]);
  },
);
