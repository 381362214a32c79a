import { redisFailure } from './errors';
import { limits } from './limits';
import type { Link } from './link';

/**
 * The pipelines that the workers of a task queue have: a sorted set of names, by the time (of Redis, in ms) until which each
 * is known. Every worker tells its own names again and again, and the latest time of a name holds: while two versions of a
 * worker are at work, what either has is known, and what none has any more is forgotten after `limits.knownMs`.
 */
export class KnownPipelines {
  constructor(
    private readonly link: Link,
    private readonly key: string,
  ) {}

  /** A worker has these. Throws RedisUnreachable or RedisRefused; may be repeated. */
  async tell(names: readonly string[]): Promise<void> {
    if (names.length === 0) return;
    await this.attempt(async ({ data }) => {
      const now = nowOf(await data.time());
      await data.zadd(this.key, 'GT', ...names.flatMap((name) => [now + limits.knownMs, name]));
      await data.pexpire(this.key, limits.knownMs);
      const forgotten = (await this.all()).filter(({ untilMs }) => untilMs <= now).map(({ name }) => name);
      if (forgotten.length > 0) await data.zrem(this.key, ...forgotten);
    });
  }

  /** What workers have now, sorted; none when no worker told anything of late. Throws as `tell` does. */
  read(): Promise<readonly string[]> {
    return this.attempt(async ({ data }) => {
      const now = nowOf(await data.time());
      const known = (await this.all()).filter(({ untilMs }) => untilMs > now);
      return known.map(({ name }) => name).toSorted();
    });
  }

  private async all(): Promise<{ readonly name: string; readonly untilMs: number }[]> {
    const flat = await this.link.data.zrange(this.key, 0, '-1', 'WITHSCORES');
    return flat.flatMap((name, i) => (i % 2 === 0 ? [{ name, untilMs: Number(flat[i + 1]) }] : []));
  }

  private async attempt<T>(ask: (link: Link) => Promise<T>): Promise<T> {
    try {
      return await ask(this.link);
    } catch (error) {
      throw redisFailure('The names of pipelines', this.link.endpoint, error);
    }
  }
}

/** Of the answer to TIME: seconds, and the microseconds of the second. */
const nowOf = ([seconds, microseconds]: readonly (string | number)[]): number =>
  Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000);
