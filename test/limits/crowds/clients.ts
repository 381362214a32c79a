/** Clients of locks. Each is a Store with connections of its own, as a process has it, and one user of locks. */
import { LockBusy, monotonicMs, openStore, RedisFailure, type Store, type StoreOptions } from '../../../redis';

/** Long, so that a busy test machine costs nobody a lease. */
const LEASE_MS = 10_000;
const WAIT_MS = 120_000;
const COMMAND_TIMEOUT_MS = 5000;
/** Clients that connect at a time. */
const AT_ONCE = 10;
const MOST_STARTS = 3;

/** One acquisition, as its client saw it. Times are ms on one clock, also of several processes of a machine. */
export interface Turn {
  readonly lock: number;
  readonly client: string;
  readonly token: number;
  readonly askedMs: number;
  /** When it knew that it stood in the queue; undefined where it got the lock at once. */
  readonly queuedMs?: number;
  readonly heldMs: number;
  /** When it wrote to the sink behind the lock, by its own clock a holder. */
  readonly wroteMs: number;
  readonly releasedMs: number;
  /** undefined: it does not know whether it has given the lock back. */
  readonly freeMs?: number;
}

export interface Turns {
  readonly turns: Turn[];
  /** Calls that were not answered in time: their clients asked anew, at the end of the queue. */
  unanswered: number;
  readonly unforeseen: string[];
}

/** Opens so many clients, a few at a time: a server's backlog of connections is finite, and each must be there within 5 s. */
export async function openClients(url: string, count: number): Promise<Store[]> {
  const stores: Store[] = [];
  const options = { url, namespace: 'test', commandTimeoutMs: COMMAND_TIMEOUT_MS };
  while (stores.length < count) {
    const more = Math.min(AT_ONCE, count - stores.length);
    stores.push(...(await Promise.all(Array.from({ length: more }, () => opened(options)))));
  }
  return stores;
}

/** As a worker is started again that could not connect. */
async function opened(options: StoreOptions): Promise<Store> {
  for (let starts = 1; ; starts += 1) {
    try {
      return await openStore(options);
    } catch (error) {
      if (starts === MOST_STARTS) throw error;
    }
  }
}

/**
 * All of them ask, use and release, over and over, one lock after the other, each beginning with another, until `enough`.
 * @param first number of the first of these clients.
 */
export async function takeTurns(
  stores: readonly Store[],
  { locks, first, onTurn, enough }: { locks: number; first: number; onTurn: () => void; enough: () => boolean },
): Promise<Turns> {
  const all: Turns = { turns: [], unanswered: 0, unforeseen: [] };
  const client = async (store: Store, index: number): Promise<void> => {
    const number = first + index;
    for (let lock = number; !enough(); lock += 1) {
      try {
        all.turns.push(await once(store, lock % locks, `client ${number}`));
        onTurn();
      } catch (error) {
        if (error instanceof RedisFailure || error instanceof LockBusy) all.unanswered += 1;
        else all.unforeseen.push(String(error));
      }
    }
  };
  await Promise.all(stores.map(client));
  return all;
}

async function once(store: Store, lock: number, client: string): Promise<Turn> {
  const askedMs = monotonicMs();
  let queuedMs: number | undefined;
  const onTicket = (): void => void (queuedMs ??= monotonicMs());
  const held = await store.resource(`lock ${lock}`).acquire({ leaseMs: LEASE_MS, waitMs: WAIT_MS, onTicket });
  const { token } = held;
  const heldMs = monotonicMs();
  held.assertHeld();
  const wroteMs = monotonicMs();
  const releasedMs = monotonicMs();
  const word = await held.release();
  const isFree = word !== 'unknown' && word !== 'none';
  const times = { askedMs, heldMs, wroteMs, releasedMs, ...(queuedMs !== undefined && { queuedMs }) };
  return { lock, client, token, ...times, ...(isFree && { freeMs: monotonicMs() }) };
}
