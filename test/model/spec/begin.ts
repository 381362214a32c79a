import { floorOf, live, mint, stepOf, visibleRecord, withStep } from './state';
import type { Answer, Now, RunState, StepLock, StepName, StepRecord } from './state';

export interface BeginArgs extends StepName {
  readonly owner: string;
  readonly scope: string;
  readonly seq: number;
  readonly leaseMs: number;
  readonly floor: number;
  readonly maxFailures: number;
  readonly maxDeaths: number;
  /** The caller's process works on no other suspect. */
  readonly alone: boolean;
}

export type BeginReply =
  | { readonly word: 'committed'; readonly record: StepRecord }
  | {
      readonly word: 'acquired';
      readonly token: number;
      readonly failed: number;
      readonly deaths: number;
      readonly suspect: boolean;
      /** Items that those who died had named. */
      readonly notes: readonly string[];
      /** A record below the floor; it stays until a commit overwrites it. */
      readonly previous: StepRecord | undefined;
    }
  | { readonly word: 'busy'; readonly pttlMs: number; readonly holder: string; readonly revoking: boolean }
  | { readonly word: 'superseded' }
  | { readonly word: 'suspect'; readonly deaths: number }
  | { readonly word: 'exhausted'; readonly failed: number; readonly deaths: number };

/** From so many deaths on a step is suspected of killing its worker. */
const SUSPECT_AFTER = 3;

type BeginAnswer = Answer<RunState, BeginReply>;

/** May this attempt compute the step? The only licence to compute; it looks at the record first. */
export function begin(state: RunState, now: Now, args: BeginArgs): BeginAnswer {
  const record = visibleRecord(state, args, args.floor);
  if (record) return { state, reply: { word: 'committed', record } };

  const lock = live(stepOf(state, args).lock, now);
  if (lock && lock.owner !== args.owner) return wait(state, now, args, lock);
  if (lock?.revoked) return { state, reply: { word: 'superseded' } };
  if (lock && lock.token >= floorOf(state, args, args.floor)) return repeat(state, now, args, lock);
  return acquire(state, now, args, lock);
}

/** Another attempt holds the lock. Only a later attempt of its scope revokes it. */
function wait(state: RunState, now: Now, args: BeginArgs, lock: StepLock): BeginAnswer {
  const sameScope = lock.scope === args.scope;
  if (sameScope && args.seq < lock.seq) return { state, reply: { word: 'superseded' } };
  const revoked = lock.revoked || (sameScope && args.seq > lock.seq);
  return {
    state: withStep(state, args, { lock: { ...lock, revoked } }),
    reply: { word: 'busy', pttlMs: lock.expiresAtMs - now.ms, holder: lock.owner, revoking: revoked },
  };
}

/** What the starts of others that ended without a word say about the step. */
function suspicion(state: RunState, args: BeginArgs) {
  const others = stepOf(state, args).starts.filter(({ owner }) => owner !== args.owner);
  const notes = others.flatMap(({ item }) => (item === undefined ? [] : [item]));
  const deaths = others.length;
  return { others, facts: { deaths, suspect: deaths >= SUSPECT_AFTER || notes.length > 0, notes } };
}

/** The same request again: the same token. */
function repeat(state: RunState, now: Now, args: BeginArgs, lock: StepLock): BeginAnswer {
  const { failed, record } = stepOf(state, args);
  return {
    state: withStep(state, args, { lock: { ...lock, expiresAtMs: now.ms + args.leaseMs } }),
    reply: { word: 'acquired', token: lock.token, failed, ...suspicion(state, args).facts, previous: record },
  };
}

/** The lock is free, or it is mine with a token below the floor: then this is no new start. */
function acquire(state: RunState, now: Now, args: BeginArgs, mine: StepLock | undefined): BeginAnswer {
  const { failed, starts, record } = stepOf(state, args);
  const { others, facts } = suspicion(state, args);
  const { deaths, suspect } = facts;
  if (!mine) {
    const alone = others.filter((start) => start.alone && start.item === undefined).length;
    if (failed >= args.maxFailures || alone >= args.maxDeaths)
      return { state, reply: { word: 'exhausted', failed, deaths } };
    if (suspect && !args.alone) return { state, reply: { word: 'suspect', deaths } };
  }
  const token = mint(state.token, now, floorOf(state, args, args.floor));
  const { owner, scope, seq } = args;
  const standing = mine && starts.find((start) => start.owner === owner);
  const own = standing ?? { owner, alone: !mine && suspect };
  const lock = { token, owner, scope, seq, revoked: false, expiresAtMs: now.ms + args.leaseMs };
  return {
    state: withStep({ ...state, token }, args, { lock, starts: [...others, own] }),
    reply: { word: 'acquired', token, failed, ...facts, previous: record },
  };
}
