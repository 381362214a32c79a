import type { Random } from './random';

/** Time that passes, and what is to happen in it. */
export interface Timeline {
  readonly nowMs: number;
  /** @returns a function that cancels the event. */
  at(atMs: number, happen: () => void): () => void;
}

interface Event {
  readonly atMs: number;
  readonly order: number;
  readonly happen: () => void;
}

/**
 * Virtual time: events happen one by one, in the order of their times, and of chance where two are due at once. Between
 * two events every promise that can settle has settled.
 */
export class Schedule implements Timeline {
  /** ms since the simulation began. */
  nowMs = 0;
  private events: Event[] = [];

  constructor(private readonly random: Random) {}

  at(atMs: number, happen: () => void): () => void {
    const event = { atMs: Math.max(atMs, this.nowMs), order: this.random.next(), happen };
    this.events.push(event);
    return () => {
      const index = this.events.indexOf(event);
      if (index >= 0) this.events.splice(index, 1);
    };
  }

  /** When the next event is due; Infinity when there is none. */
  get nextMs(): number {
    return Math.min(...this.events.map(({ atMs }) => atMs));
  }

  /** Runs the next event; false when there is none before or at `untilMs`: then time has moved there. */
  async step(untilMs = Infinity): Promise<boolean> {
    const next = this.takeNext(untilMs);
    if (!next) {
      if (Number.isFinite(untilMs)) this.nowMs = Math.max(this.nowMs, untilMs);
      return false;
    }
    this.nowMs = next.atMs;
    next.happen();
    await settled();
    return true;
  }

  /** A linear search: a simulation has a few dozen events under way. */
  private takeNext(untilMs: number): Event | undefined {
    let next: Event | undefined;
    for (const event of this.events) {
      if (!next || event.atMs < next.atMs || (event.atMs === next.atMs && event.order < next.order)) next = event;
    }
    if (!next || next.atMs > untilMs) return undefined;
    this.events.splice(this.events.indexOf(next), 1);
    return next;
  }
}

/** All promises that can settle without an event have settled. */
export async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
