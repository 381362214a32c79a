/** Who holds what: the locks of steps, and those of outside things with their queues. */
import { STEP_LOCK } from './keys';
import type { Keyspace, Reader } from './keys';

/** Who asked for a lock. Without a run it is a program that uses the locks alone. */
export interface Party {
  readonly owner: string;
  readonly run?: string;
  readonly execution?: string;
  readonly activity?: string;
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
  const keys = [...runs].flatMap(([run, all]) => all.map((key) => ({ run, key, named: STEP_LOCK.exec(key) })));
  const facts = keys.map(async ({ run, key, named }): Promise<StepLockFact[]> => {
    if (!named) return [];
    const [lock, leftMs] = await Promise.all([redis.get(key), redis.pttl(key)]);
    // begin.lua wrote it. One that ended since the scan is nobody's any more.
    const [, token, owner = '', flag, scope = ''] = /^(\d+) (\S+) (\w) \d+ (.*)$/.exec(lock ?? '') ?? [];
    if (token === undefined) return [];
    const [, step = '', hash = ''] = named;
    return [{ ...partyOf(owner, scope), run, step, hash, token: Number(token), leftMs, revoked: flag === 'r' }];
  });
  return (await Promise.all(facts)).flat();
}

export async function resourceLocks(redis: Reader, { resources }: Keyspace): Promise<ResourceFact[]> {
  const facts = [...resources].map(async ([resource, key]): Promise<ResourceFact> => {
    const [lock, leftMs, queue, waiters] = await Promise.all([
      redis.get(key),
      redis.pttl(key),
      redis.zrange(`${key}:q`, 0, -1),
      redis.hgetall(`${key}:w`),
    ]);
    // acquire.lua wrote these: `<token> <owner> <flag> <label>`, `<last seen> <channel> <label>`; label: step token, scope.
    const [, token, owner = '', scope = ''] = /^(\d+) (\S+) \w(?: \d+)? ?(.*)$/.exec(lock ?? '') ?? [];
    const labelOf = (name: string): string => /^\d+ \S+(?: \d+)? ?(.*)$/.exec(waiters[name] ?? '')?.[1] ?? '';
    return {
      resource,
      ...(token === undefined ? {} : { holder: { ...partyOf(owner, scope), token: Number(token), leftMs } }),
      waiting: queue.map((name) => partyOf(name, labelOf(name))),
    };
  });
  return (await Promise.all(facts)).filter(({ holder, waiting }) => holder !== undefined || waiting.length > 0);
}

/** A scope is `<namespace>/<run>/<execution>/<activity>`; only run ids may hold slashes of their own. */
function partyOf(owner: string, scope: string): Party {
  const parts = scope.split('/');
  const [activity, execution] = parts.toReversed();
  if (parts.length < 4 || activity === undefined || execution === undefined) return { owner };
  return { owner, run: parts.slice(1, -2).join('/'), execution, activity };
}
