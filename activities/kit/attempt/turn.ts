/** Waiting for one's turn: `begin` until it answers with the record or with the lock (design rules 2, 3, 5, 6, 7). */
import { pause, sooner, spread, toldOf } from '../../../redis';
import type { BeginReply, Hold, RenewReply, RunStore, StepRecord, Unknown } from '../../../redis';
import type { Attempt } from './attempt';
import { again, nonRetryable } from '../errors';
import { blobOf, refsIn } from '../content/refs';
import type { SuspectSeat } from '../worker/suspects';

/** A waiter asks again on a wake-up, at the end of the lease, or after this long; a little sooner, so that not all ask at once. */
const ASK_AGAIN_MS = 500;
/** Longer than this a waiter does not sit in an activity slot. */
const BUSY_AFTER_MS = 10_000;
/** Spread, as whoever waited together gives up together. */
const BUSY_RETRY_MS = 1000;
/** Redis may be away this long before the attempt gives its slot back; being away never counts as a failure. */
const AWAY_AFTER_MS = 30_000;
/** Spread: attempts that were cut off together do not come back together. */
const AWAY_ASK_MS = 200;
/** An attempt that was cancelled or revoked may go on renewing this long, to record what is finished. */
export const CLEAN_UP_MS = 10_000;
/** Deaths of a proven suspect, alone in its process, or of one of its items, after which it is taken for poison. */
export const MAX_DEATHS = 10;

export interface Turn {
  readonly name: string;
  readonly hash: string;
  readonly maxFailures: number;
  /** An attempt before this one ended without a word. */
  readonly isDoubtful?: boolean;
  /** Why the attempt before this one did not succeed, where it said so. */
  readonly why?: string;
  /** Records below it do not count: given for volatile steps. */
  readonly floor?: number;
}

export type Taken =
  | { readonly record: StepRecord }
  | {
      readonly hold: Hold;
      /** One renewal request, for whoever must know that the lock is held right now. */
      readonly renew: () => Promise<RenewReply | Unknown>;
      readonly failed: number;
      /** It may be killing its worker: work on one item at a time and note each. */
      readonly suspect: boolean;
      /** Items that attempts which died had noted, once for each death. */
      readonly notes: readonly string[];
      readonly floor?: number;
      readonly previous?: StepRecord;
      readonly waitedMs: number;
    };

/**
 * Rejects with `signal.reason` when cancelled while waiting; with LockBusy, Superseded, StepExhausted otherwise.
 * @param seat of this attempt; it may be taken afterwards, and is given back by whoever made it.
 */
export async function takeTurn(
  store: RunStore,
  turn: Turn,
  attempt: Attempt,
  signal: AbortSignal,
  seat: SuspectSeat,
): Promise<Taken> {
  const { clock, random } = store;
  const askedAt = clock.nowMs();
  const waitedMs = (): number => clock.nowMs() - askedAt;
  if (turn.isDoubtful && !(await seat.doubt(BUSY_AFTER_MS, signal, clock))) throw notAlone(turn.name, random());
  let floor = turn.floor;
  for (;;) {
    signal.throwIfAborted();
    const sentAt = clock.nowMs();
    const reply = await ask(store, turn, attempt, seat.isTaken, floor);
    switch (reply.word) {
      case 'committed': {
        const missing = await anyMissing(store, reply.record);
        if (!missing) return { record: reply.record };
        floor = reply.record.gen + 1;
        break;
      }
      case 'acquired': {
        const { token, previous } = reply;
        const { owner, leaseMs, latestMs } = attempt;
        const lock = { step: turn.name, hash: turn.hash, owner, token, leaseMs };
        const hold = store.hold(lock, { sentAt, latestMs });
        const renew = async () => only(await store.renew([lock]));
        const { failed, suspect, notes } = reply;
        const facts = { failed, suspect, notes, ...(floor && { floor }), ...(previous && { previous }) };
        return { hold, renew, waitedMs: waitedMs(), ...facts };
      }
      case 'busy':
        if (waitedMs() > BUSY_AFTER_MS) throw lockBusy(turn.name, reply, random());
        await store.waitForRelease(turn.name, turn.hash, askAgainMs(reply, random()), signal);
        break;
      case 'superseded':
        throw again('Superseded', `${turn.name}: a later attempt of this activity has taken over; this one ends.`);
      case 'exhausted':
        throw exhausted(turn, reply.failed, reply.deaths);
      case 'suspect':
        if (!(await seat.take(BUSY_AFTER_MS - waitedMs(), signal, clock))) throw notAlone(turn.name, random());
        break;
      case 'unknown':
        if (waitedMs() > AWAY_AFTER_MS) throw redisAway(turn.name, reply.cause, random());
        await pause(clock, spread(AWAY_ASK_MS, random()), signal);
    }
  }
}

function ask(
  store: RunStore,
  turn: Turn,
  attempt: Attempt,
  alone: boolean,
  floor: number | undefined,
): Promise<BeginReply> {
  const { owner, scope, seq, leaseMs } = attempt;
  return store.begin({
    step: turn.name,
    hash: turn.hash,
    owner,
    scope,
    seq,
    leaseMs,
    maxFailures: turn.maxFailures,
    maxDeaths: MAX_DEATHS,
    alone,
    ...(floor === undefined ? {} : { floor }),
  });
}

/** A record is believed only while all its blobs are there (touching them also renews their life). */
async function anyMissing(store: RunStore, record: StepRecord): Promise<boolean> {
  return !(await store.touch(refsIn(record.output).map(blobOf)));
}

function only(replies: RenewReply[] | Unknown): RenewReply | Unknown {
  return Array.isArray(replies) ? (replies[0] ?? { word: 'lost', owner: '' }) : replies;
}

const askAgainMs = ({ pttlMs }: { readonly pttlMs: number }, random: number): number =>
  Math.min(pttlMs + 1, sooner(ASK_AGAIN_MS, random));

const retryMs = (random: number): number => Math.round(spread(BUSY_RETRY_MS, random));

/** @param random in [0, 1), of the store: spreads the next attempts. */
export function lockBusy(name: string, by: { holder: string; pttlMs: number }, random: number): Error {
  const { holder, pttlMs } = by;
  const nextRetryDelayMs = retryMs(random);
  return again(
    'LockBusy',
    `${name} is held by ${holder} for another ${pttlMs} ms; trying again in ${nextRetryDelayMs} ms.`,
    { nextRetryDelayMs, details: { holder, pttlMs } },
  );
}

function notAlone(name: string, random: number): Error {
  return again(
    'LockBusy',
    `${name} may be killing its worker, as may another step that this process works on: it waits until it is the only one.`,
    { nextRetryDelayMs: retryMs(random) },
  );
}

function exhausted(turn: Turn, failed: number, deaths: number): Error {
  const why =
    failed >= turn.maxFailures
      ? `it failed ${failed} time${failed === 1 ? '' : 's'}${turn.why === undefined ? '' : `, last: ${turn.why.replace(/\.$/, '')}`}`
      : `its worker died ${deaths} times while it ran, ${MAX_DEATHS} of them while no other step was suspected`;
  return nonRetryable('StepExhausted', `${turn.name}: ${why}. Mend the cause, then retry the step.`, {
    details: { failed, deaths },
  });
}

/**
 * Redis was away, or answered with an error: tried again either way, and told apart for whoever has to mend it.
 * @param random in [0, 1), of the store: spreads the next attempts.
 */
export function redisAway(name: string, cause: unknown, random: number): Error {
  const { type, message } = toldOf(cause);
  return again(type, `${name}: ${message}`, { nextRetryDelayMs: retryMs(random), cause });
}
