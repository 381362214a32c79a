/** What the tests of the brief ask of leases, on the clock of the Redis that counts them. */
import type { Hold, RunStore, StepLock } from '../../redis';
import { resourceKeys, RunKeys } from '../../redis/keys';
import { acquire, beginRequest } from '../redis/requests';
import type { TestRedis } from '../support/redis';

type Where = Pick<TestRedis, 'prefix' | 'raw'>;

/** Milliseconds on the clock of Redis. */
export async function redisMs({ raw }: Pick<Where, 'raw'>): Promise<number> {
  const [seconds = 0, micros = 0] = (await raw.time()).map(Number);
  return seconds * 1000 + micros / 1000;
}

/** The key of a resource lock, built as the product builds it. */
export const resourceKey = ({ prefix }: Where, name: string, namespace = 'test'): string =>
  resourceKeys(prefix, namespace, name).lock;

/** The same for the lock of a step. */
export const stepKey = ({ prefix }: Where, runId: string, lock: StepLock, namespace = 'test'): string =>
  new RunKeys(prefix, namespace, runId).lock(lock);

/** A step lock that is renewed as the guard renews it. */
export async function heldStep(run: RunStore, leaseMs: number): Promise<{ lock: StepLock; hold: Hold }> {
  const sentAt = run.clock.nowMs();
  const lock = await acquire(run, { ...beginRequest(), leaseMs });
  return { lock, hold: run.hold({ ...lock, leaseMs }, { sentAt }) };
}
