import { redisFailure, ValueTooLarge } from './errors';
import { limits } from './limits';
import type { Link } from './link';

/**
 * The write-once cache of paid answers (design rule 13): named by content, outliving the runs that paid. Not run state:
 * any attempt may write, the first answer stands.
 */
export class Answers {
  constructor(
    private readonly link: Link,
    private readonly keyOf: (hash: string) => string,
    private readonly ttlMs: number,
  ) {}

  /** Throws RedisUnreachable or RedisRefused, as `put` does; both may be repeated. */
  async get(hash: string): Promise<string | undefined> {
    return (await this.attempt(this.link.data.get(this.keyOf(hash)))) ?? undefined;
  }

  /**
   * @param keepMs how long it is kept from now on; one that stands already keeps its own life.
   * @returns the answer that stands: the first one stored under this hash.
   */
  async put(hash: string, answer: string, keepMs = this.ttlMs): Promise<string> {
    const bytes = Buffer.byteLength(answer);
    if (bytes > limits.answerBytes) {
      throw new ValueTooLarge('An answer to be cached', bytes, limits.answerBytes, 'Cache smaller pieces.');
    }
    await this.attempt(this.link.data.set(this.keyOf(hash), answer, 'PX', keepMs, 'NX'));
    return (await this.get(hash)) ?? answer;
  }

  private async attempt<T>(call: Promise<T>): Promise<T> {
    try {
      return await call;
    } catch (error) {
      throw redisFailure('The answer cache', this.link.endpoint, error);
    }
  }
}
