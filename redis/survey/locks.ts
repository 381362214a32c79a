/** Who holds what: the locks of steps, and those of outside things with their queues. */
import { keysBeside, stepOfLock } from '../keys';
import { readResourceLock, readStepLock, readWaiter } from '../lockText';
import { readScope, type Scope } from '../scope';
import type { Keyspace } from './keyspace';
import type { Reader } from './reader';

/** Who asked for a lock. Without a run it is a program that uses the locks alone. */
export interface Party extends Partial<Scope> {
  readonly owner: string;
}

export interface StepLockFact extends Party {
  readonly run: string;
  readonly step: string;
  readonly hash: string;
  readonly token: number;
  /** What is left of the lease; -1: it has no end, which is wrong. */
  readonly leftMs: number;
  /** A later attempt has asked for it. */
  readonly revoked: boolean;
}

export interface ResourceFact {
  readonly resource: string;
  readonly holder?: Party & { readonly token: number; readonly leftMs: number };
  /** In the order of asking. */
  readonly waiting: readonly Party[];
}

export async function stepLocks(redis: Reader, { runs }: Keyspace): Promise<StepLockFact[]> {
  const keys = [...runs].flatMap(([run, all]) => all.map((key) => ({ run, key, named: stepOfLock(key) })));
  const facts = keys.map(async ({ run, key, named }): Promise<StepLockFact[]> => {
    if (!named) return [];
    const [text, leftMs] = await Promise.all([redis.get(key), redis.pttl(key)]);
    // One that ended since the scan is nobody's any more.
    const lock = readStepLock(text);
    if (!lock) return [];
    const { owner, scope, token, revoked } = lock;
    return [{ ...partyOf(owner, scope), run, ...named, token, leftMs, revoked }];
  });
  return (await Promise.all(facts)).flat();
}

export async function resourceLocks(redis: Reader, { resources }: Keyspace): Promise<ResourceFact[]> {
  const facts = [...resources].map(async ([resource, key]): Promise<ResourceFact> => {
    const keys = keysBeside(key);
    const [text, leftMs, queue, waiters] = await Promise.all([
      redis.get(keys.lock),
      redis.pttl(keys.lock),
      redis.zrange(keys.queue, 0, -1),
      redis.hgetall(keys.waiters),
    ]);
    const lock = readResourceLock(text);
    return {
      resource,
      ...(lock ? { holder: { ...partyOf(lock.owner, lock.scope), token: lock.token, leftMs } } : {}),
      waiting: queue.map((owner) => partyOf(owner, readWaiter(waiters[owner]))),
    };
  });
  return (await Promise.all(facts)).filter(({ holder, waiting }) => holder !== undefined || waiting.length > 0);
}

const partyOf = (owner: string, scope: string): Party => ({ owner, ...readScope(scope) });
