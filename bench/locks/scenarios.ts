import type { Redis } from 'ioredis';
import type { FaultProxy } from './faultProxy';

export const LEASE_MS = 2000;
export const COMMAND_TIMEOUT_MS = 300;
export const BLOCKED_MS = 3000;

/** What a fault has to work with. */
export interface Stage {
  proxy: FaultProxy;
  /** Straight to Redis, past the proxy. */
  admin: Redis;
  /** Keys of Redis that make up the lock. */
  lockKeys: string[];
  /** Takes the lock for somebody else, straight at Redis, and keeps it. Resolves when it is held. */
  rivalTakes: () => Promise<void>;
}

export interface Scenario {
  title: string;
  /** Connect the library with COMMAND_TIMEOUT_MS. */
  withCommandTimeout?: boolean;
  /** Lets the fault happen. @returns when a rival can have the lock (performance.now). */
  strike(stage: Stage): Promise<number>;
}

/** Nothing reaches Redis any more, so the lease that is left there is the last one. */
async function leaseEnd({ admin, lockKeys }: Stage): Promise<number> {
  const left = await Promise.all(lockKeys.map((key) => admin.pttl(key)));
  return performance.now() + Math.max(...left);
}

async function silence(stage: Stage): Promise<number> {
  stage.proxy.silence();
  return leaseEnd(stage);
}

export const scenarios = {
  partition: { title: 'silent partition', strike: silence },
  cut: {
    title: 'reset, server unreachable',
    strike(stage) {
      stage.proxy.cut();
      return leaseEnd(stage);
    },
  },
  timeout: {
    title: `silent partition, commands time out after ${COMMAND_TIMEOUT_MS} ms`,
    withCommandTimeout: true,
    strike: silence,
  },
  stolen: {
    title: 'key deleted, rival acquires',
    async strike({ admin, lockKeys, rivalTakes }) {
      await admin.del(...lockKeys);
      const freeAt = performance.now();
      await rivalTakes();
      return freeAt;
    },
  },
  blocked: {
    title: `event loop blocked for ${BLOCKED_MS} ms`,
    async strike(stage) {
      const endsAt = await leaseEnd(stage);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BLOCKED_MS);
      return endsAt;
    },
  },
} satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof scenarios;
