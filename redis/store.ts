import { connect, type Link } from './connect';
import { asError, RedisUnreachable } from './errors';
import { readFitness } from './fitness';
import { Answers } from './answers';
import { answerKey, resourceKeys, RunKeys } from './keys';
import { limits } from './limits';
import { ResourceLock } from './resourceLock';
import { RunStore } from './runStore';
import type { StoreOptions } from './types';

/** Connects and PINGs. Throws RedisUnreachable, which names the address without the password. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const link = await connect(options.url, options.commandTimeoutMs ?? limits.commandTimeoutMs);
  return new Store(link, options);
}

/** One Redis, seen from one Temporal namespace. */
export class Store {
  private readonly prefix: string;

  constructor(
    private readonly link: Link,
    private readonly options: StoreOptions,
  ) {
    this.prefix = options.prefix ?? 'pipeline';
  }

  /** Throws a RangeError for an empty run id or one of more than 200 bytes. */
  run(runId: string): RunStore {
    const keys = new RunKeys(this.prefix, this.options.namespace, runId);
    return new RunStore(this.link, keys, this.options.stateTtlMs ?? limits.stateTtlMs);
  }

  /** Answers by content, shared by the runs of this prefix and namespace. */
  answers(): Answers {
    const { namespace, cacheTtlMs } = this.options;
    return new Answers(this.link, (hash) => answerKey(this.prefix, namespace, hash), cacheTtlMs ?? limits.cacheTtlMs);
  }

  resource(name: string): ResourceLock {
    return new ResourceLock(this.link, resourceKeys(this.prefix, this.options.namespace, name));
  }

  /** Throws RedisUnfit when this server would lose or refuse run state. @returns warnings for the log. */
  async checkFitness(): Promise<string[]> {
    return readFitness(this.link.data, this.link.endpoint);
  }

  async ping(): Promise<void> {
    try {
      await this.link.data.ping();
    } catch (error) {
      throw new RedisUnreachable('PING', this.link.endpoint, asError(error));
    }
  }

  /** Ends every wait and closes the connections; leaves no handles. */
  close(): Promise<void> {
    this.link.close();
    return Promise.resolve();
  }
}
