/** What is done to the Redis of some runs, and when. */
import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { monotonicMs } from '../../../redis';
import type { KeptRedis } from '../../support/keptRedis';
import type { Topology } from '../topologies';
import type { End } from './kinds';
import type { Setting } from './town';

/** By hand on one master. A run's own keys are named by the prefix. `below` draws a number. */
export type Deletion = (redis: Redis, prefix: string, below: (limit: number) => number) => Promise<unknown>;

export const flush: Deletion = (redis) => redis.flushall();

export const unlinkAll: Deletion = async (redis, prefix) => {
  const keys = await redis.keys(`${prefix}:*`);
  return Promise.all(keys.map((key) => redis.unlink(key)));
};

export const deleteOne: Deletion = async (redis, prefix, below) => {
  const keys = (await redis.keys(`${prefix}:*`)).toSorted();
  const key = keys[below(keys.length)];
  return key === undefined ? 0 : redis.del(key);
};

/** Deletes before these entries, and while the runs wait. */
export class Deleted implements Setting {
  readonly prefix = `deleted-${randomUUID()}`;

  constructor(
    private readonly topology: Topology,
    private readonly how: Deletion,
    private readonly moments: ReadonlySet<number>,
    private readonly below: (limit: number) => number,
  ) {}

  get url(): string {
    return this.topology.url;
  }

  async at(entry: number): Promise<void> {
    if (this.moments.has(entry)) await this.whileWaiting();
  }

  async whileWaiting(): Promise<void> {
    for (const { url } of this.topology.masters) {
      const redis = new Redis(url);
      await this.how(redis, this.prefix, this.below);
      redis.disconnect();
    }
  }
}

/** Kills its server before an entry and gives it back as `end` leaves it, one time after the other. */
export class Dying implements Setting {
  readonly prefix = `dying-${randomUUID()}`;
  /** From a server that is back to the next entry into a step's code: the longest. */
  recoveryS = 0;
  private back: number | undefined;
  private whileDead: () => Promise<void> = () => Promise.resolve();
  private last = Promise.resolve();

  constructor(
    private readonly redis: KeptRedis,
    private readonly end: End,
    private readonly moments: ReadonlySet<number>,
  ) {}

  get url(): string {
    return this.redis.url;
  }

  async at(entry: number): Promise<void> {
    if (this.back !== undefined) this.recoveryS = Math.max(this.recoveryS, (monotonicMs() - this.back) / 1000);
    this.back = undefined;
    // What comes after it is lost with an older snapshot.
    if (entry === 1) this.whileDead = await this.end.prepare(this.redis);
    if (this.moments.has(entry)) await this.whileWaiting();
  }

  whileWaiting(): Promise<void> {
    return (this.last = this.last.then(() => this.die()));
  }

  private async die(): Promise<void> {
    await this.redis.kill();
    await this.whileDead();
    await this.redis.revive();
    this.back = monotonicMs();
  }
}
