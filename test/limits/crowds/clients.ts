/** A crowd of lock clients. A client is a Store with connections of its own, as a process has it, and one user of locks. */
import { monotonicMs, openStore, type Store } from '../../../redis';
import { FencedSink, History } from '../../histories/recorder';

/** Long, so that a busy test machine costs nobody a lease. */
const LEASE_MS = 10_000;
const WAIT_MS = 120_000;
const COMMAND_TIMEOUT_MS = 5000;

interface Grant {
  readonly client: number;
  readonly token: number;
  readonly askedMs: number;
  /** When it knew that it stood in the queue; undefined where it got the lock at once. */
  readonly queuedMs?: number;
}

interface Lock {
  readonly name: string;
  readonly history: History;
  readonly sink: FencedSink;
  readonly grants: Grant[];
}

export interface Fairness {
  /** Who got the lock after somebody who had asked when the first one already stood in the queue. */
  readonly overtaken: number;
  /** Acquisitions of the client that got most, and of the one in the middle. */
  readonly most: number;
  readonly median: number;
}

/** Opens so many clients, a few at a time: a server's backlog of connections is finite. */
export async function openClients(url: string, count: number): Promise<Store[]> {
  const stores: Store[] = [];
  const options = { url, namespace: 'test', commandTimeoutMs: COMMAND_TIMEOUT_MS };
  while (stores.length < count) {
    const more = Math.min(20, count - stores.length);
    stores.push(...(await Promise.all(Array.from({ length: more }, () => openStore(options)))));
  }
  return stores;
}

export class LockCrowd {
  private readonly locks: readonly Lock[];
  private readonly shares: number[];
  private taken = 0;

  constructor(
    private readonly stores: readonly Store[],
    locks: number,
  ) {
    this.locks = Array.from({ length: locks }, (_, i) => ({
      name: `lock ${i}`,
      history: new History(),
      sink: new FencedSink(),
      grants: [],
    }));
    this.shares = stores.map(() => 0);
  }

  /** All clients ask, use and release, over and over, until the locks have been taken so often in all. */
  async take(times: number): Promise<void> {
    const client = async (store: Store, index: number): Promise<void> => {
      for (let turn = index; this.taken < times; turn += 1) {
        const lock = this.locks[turn % this.locks.length];
        if (lock) await this.once(store, index, lock);
      }
    };
    await Promise.all(this.stores.map(client));
  }

  private async once(store: Store, client: number, { name, history, sink, grants }: Lock): Promise<void> {
    const process = `client ${client}`;
    const askedMs = monotonicMs();
    let queuedMs: number | undefined;
    try {
      const onTicket = (): void => void (queuedMs ??= monotonicMs());
      const held = await store.resource(name).acquire({ leaseMs: LEASE_MS, waitMs: WAIT_MS, onTicket });
      history.acquired(process, held.token, askedMs);
      grants.push({ client, token: held.token, askedMs, ...(queuedMs !== undefined && { queuedMs }) });
      this.taken += 1;
      this.shares[client] = (this.shares[client] ?? 0) + 1;
      held.assertHeld();
      sink.write(held.token);
      const from = monotonicMs();
      const word = await held.release();
      history.ended(process, held.token, from, word === 'unknown' || word === 'none' ? Infinity : monotonicMs());
    } catch (error) {
      history.failed(error);
    }
  }

  violations(): string[] {
    return this.locks.flatMap(({ name, history, sink }) => [
      ...history.unforeseen,
      ...(sink.refused > 0 ? [`${name}: the sink refused ${sink.refused} of its holders`] : []),
      ...[history.explain() ?? []].flat().map((why) => `${name}: ${why}`),
    ]);
  }

  /** Calls that were not answered in time: their clients asked anew, at the end of the queue. */
  get unanswered(): number {
    return this.locks.reduce((sum, { history }) => sum + history.unknown + history.busy, 0);
  }

  get effects(): { accepted: number; refused: number } {
    const sum = (of: (lock: Lock) => number): number => this.locks.reduce((all, lock) => all + of(lock), 0);
    return { accepted: sum(({ sink }) => sink.accepted.length), refused: sum(({ sink }) => sink.refused) };
  }

  fairness(): Fairness {
    const shares = this.shares.toSorted((a, b) => a - b);
    return {
      overtaken: this.locks.reduce((sum, { grants }) => sum + overtakenIn(grants), 0),
      most: shares.at(-1) ?? 0,
      median: shares[Math.floor(shares.length / 2)] ?? 0,
    };
  }
}

function overtakenIn(grants: readonly Grant[]): number {
  let latestMs = -Infinity;
  let overtaken = 0;
  for (const { askedMs, queuedMs } of grants.toSorted((a, b) => a.token - b.token)) {
    if (queuedMs !== undefined && latestMs > queuedMs) overtaken += 1;
    latestMs = Math.max(latestMs, askedMs);
  }
  return overtaken;
}
