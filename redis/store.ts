import { randomBytes } from 'node:crypto';
import { connect } from './connect';
import { redisFailure } from './errors';
import { checkFitness, readServer } from './fitness';
import { Answers } from './answers';
import { proveClient } from './clientProof';
import type { HeldLock } from './heldLock';
import { answerKey, inboxChannel, queueKey, resourceKeys, RunKeys } from './keys';
import { KnownPipelines } from './knownPipelines';
import { limits } from './limits';
import { prove } from './proof';
import type { Space } from './proof';
import type { Link } from './link';
import { Renewals } from './renewals';
import { ResourceLock } from './resourceLock';
import { RunStore } from './runStore';
import { SharedTimers } from './sharedTimers';
import type { LockOptions, StoreOptions } from './types';
import { Wakeups } from './wakeups';

/** Connects and PINGs. Throws RedisAddressInvalid, RedisUnreachable or RedisRefused; none of them tells the password. */
export async function openStore(options: StoreOptions): Promise<Store> {
  return new Store(await connect(options), options);
}

/** What the locks and runs of one store share. */
export interface Shared {
  readonly link: Link;
  readonly wakeups: Wakeups;
  readonly timers: SharedTimers;
  readonly renew: Renewals['renew'];
  /** A name that no other request for a lock has, in this process or another. */
  readonly newOwner: () => string;
}

/** One Redis, seen from one Temporal namespace. Made by `openStore`. */
export class Store {
  private readonly prefix: string;
  private readonly shared: Shared;

  /** @internal */
  constructor(
    private readonly link: Link,
    private readonly options: Omit<StoreOptions, 'url' | 'tls'>,
  ) {
    this.prefix = options.prefix ?? 'pipeline';
    const id = randomBytes(9).toString('base64url');
    const inbox = inboxChannel(this.prefix, options.namespace, id);
    let owners = 0;
    this.shared = {
      link,
      wakeups: new Wakeups(link.openSubscriber, link.clock, inbox),
      timers: new SharedTimers(link.clock),
      renew: new Renewals(link.lockScript).renew,
      newOwner: () => `${id}.${(owners += 1)}`,
    };
  }

  /**
   * Throws a RangeError for an empty run id or one of more than 200 bytes.
   * @internal
   */
  run(runId: string): RunStore {
    const keys = new RunKeys(this.prefix, this.options.namespace, runId);
    return new RunStore(this.shared, keys, this.options.stateTtlMs ?? limits.stateTtlMs);
  }

  /**
   * What a client uploaded for a run (`client.upload`), found by its sha256: for steps whose input names it. `missing`: it was
   * never there, or kept no longer; `corrupt`: not what it was. Throws RedisUnreachable or RedisRefused: try again.
   */
  async uploaded(runId: string, sha256: string): Promise<Uint8Array | 'missing' | 'corrupt'> {
    const run = this.run(runId);
    const blob = await run.blobNamed(sha256);
    return blob === undefined ? 'missing' : run.getBlob(blob);
  }

  /**
   * Answers by content, shared by the runs of this prefix and namespace.
   * @internal
   */
  answers(): Answers {
    const { namespace, cacheTtlMs } = this.options;
    return new Answers(this.link, (hash) => answerKey(this.prefix, namespace, hash), cacheTtlMs ?? limits.cacheTtlMs);
  }

  /**
   * What the workers of a task queue have. Throws a RangeError for an empty name or one of more than 200 bytes.
   * @internal
   */
  pipelines(taskQueue: string): KnownPipelines {
    return new KnownPipelines(this.link, queueKey(this.prefix, this.options.namespace, taskQueue));
  }

  /** The lock of one outside thing. Throws a RangeError for an empty name or one of more than 200 bytes. */
  resource(name: string): ResourceLock {
    return new ResourceLock(this.shared, name, resourceKeys(this.prefix, this.options.namespace, name));
  }

  /**
   * Runs `work` under the lock of `name` and gives it back, also when `work` throws. Errors: those of `acquire`, those of
   * `work`. When work that failed may have left an effect on its way to something that checks no token, use
   * `resource(name).acquire()` and do not release: the lease then runs out before anybody else starts.
   */
  async withLock<T>(name: string, work: (lock: HeldLock) => Promise<T>, options: LockOptions = {}): Promise<T> {
    const lock = await this.resource(name).acquire(options);
    try {
      return await work(lock);
    } finally {
      await lock.release();
    }
  }

  /** Throws RedisUnfit when this server would lose or refuse run state, which is tried by a round trip; and RedisUnreachable. @returns warnings for the log. */
  async checkFitness(): Promise<string[]> {
    return checkFitness(this.link, this.space);
  }

  private get space(): Space {
    return { prefix: this.prefix, namespace: this.options.namespace };
  }

  /**
   * Name and version of the server.
   * @internal
   */
  server(): Promise<string> {
    return readServer(this.link.data, this.link.endpoint);
  }

  /**
   * Tries whether run state can be kept at this moment. Throws RedisRefused or RedisUnreachable.
   * @internal
   */
  prove(): Promise<void> {
    return prove(this.link, this.space);
  }

  /**
   * Tries whether a client may do what it does. Throws RedisRefused for a user that lacks a right.
   * @internal
   */
  proveClient(): Promise<void> {
    return proveClient(this.link, this.space);
  }

  /** Throws RedisUnreachable or RedisRefused where it does not answer. */
  async ping(): Promise<void> {
    try {
      await this.link.data.ping();
    } catch (error) {
      throw redisFailure('PING', this.link.endpoint, error);
    }
  }

  /** Ends every wait and closes the connections; leaves no handles. */
  close(): Promise<void> {
    this.shared.wakeups.close();
    this.shared.timers.close();
    this.link.close();
    return Promise.resolve();
  }
}
