import { asError } from './errors';
import { beginningOf } from './lockText';
import type { Unknown, RenewReply } from './types';
import type { RunScript } from './scripts';
import { orUnknown, parseRenewals } from './replies';

/** One lock to renew: its key in Redis, and what must stand there. */
export interface Lease {
  readonly key: string;
  readonly owner: string;
  readonly token: number;
  readonly leaseMs: number;
}

/** Far more than one process holds; Redis needs about 2.2 µs for each. */
const LEASES_PER_CALL = 1000;

/** Extends leases of one slot in one call; one answer per lease, in order. */
export async function renewAll(run: RunScript, leases: readonly Lease[]): Promise<RenewReply[] | Unknown> {
  if (leases.length > LEASES_PER_CALL) {
    throw new RangeError(`${leases.length} leases in one renewal; send at most ${LEASES_PER_CALL} a call`);
  }
  if (leases.length === 0) return [];
  const keys = leases.map(({ key }) => key);
  const args = leases.flatMap(({ owner, token, leaseMs }) => [beginningOf({ token, owner }), leaseMs]);
  return orUnknown(run('renew', keys, args), parseRenewals);
}

interface Waiting {
  readonly lease: Lease;
  readonly resolve: (reply: RenewReply | Unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Renewals of one tick, one call per slot: all locks of a run in one call, resources (a slot each) in calls of their own. */
export class Renewals {
  private readonly slots = new Map<string, Waiting[]>();

  constructor(private readonly run: RunScript) {}

  readonly renew = (lease: Lease): Promise<RenewReply | Unknown> =>
    new Promise((resolve, reject) => {
      if (this.slots.size === 0) queueMicrotask(this.flush);
      const tag = lease.key.slice(lease.key.indexOf('{'), lease.key.indexOf('}'));
      const waiting = this.slots.get(tag) ?? [];
      this.slots.set(tag, waiting);
      waiting.push({ lease, resolve, reject });
    });

  private readonly flush = (): void => {
    const slots = [...this.slots.values()];
    this.slots.clear();
    for (const waiting of slots) {
      for (let first = 0; first < waiting.length; first += LEASES_PER_CALL) {
        void this.send(waiting.slice(first, first + LEASES_PER_CALL));
      }
    }
  };

  private async send(waiting: Waiting[]): Promise<void> {
    const leases = waiting.map(({ lease }) => lease);
    try {
      const replies = await renewAll(this.run, leases);
      waiting.forEach(({ resolve }, i) => {
        resolve(Array.isArray(replies) ? (replies[i] ?? { word: 'lost', owner: '' }) : replies);
      });
    } catch (error) {
      for (const { reject } of waiting) reject(asError(error));
    }
  }
}
