import type { Clock } from './clock';

const GRID_MS = 25;

/**
 * A clock whose timers of one instant share one timer of the clock below and fire in one go: a lock that is held for a
 * millisecond arms and disarms none, and renewals that are due together leave together.
 *
 * Instants lie on a grid of 25 ms, rounded down: a callback comes up to 25 ms early, never late, so whoever must not act
 * early asks `nowMs` and waits for the rest. A rest below two grid steps gets a timer of its own.
 */
export class SharedTimers implements Clock {
  private readonly instants = new Map<number, Set<() => void>>();
  private readonly cancels = new Map<number, () => void>();

  constructor(private readonly clock: Clock) {}

  nowMs(): number {
    return this.clock.nowMs();
  }

  after(delayMs: number, fire: () => void): () => void {
    if (delayMs < 2 * GRID_MS) return this.clock.after(delayMs, fire);
    const nowMs = this.clock.nowMs();
    const atMs = Math.floor((nowMs + delayMs) / GRID_MS) * GRID_MS;
    const due = this.instants.get(atMs) ?? this.arm(atMs, atMs - nowMs);
    due.add(fire);
    return () => due.delete(fire);
  }

  /** Disarms everything: nothing fires after it. */
  close(): void {
    for (const cancel of this.cancels.values()) cancel();
  }

  private arm(atMs: number, delayMs: number): Set<() => void> {
    const due = new Set<() => void>();
    this.instants.set(atMs, due);
    const cancel = this.clock.after(delayMs, () => {
      this.instants.delete(atMs);
      this.cancels.delete(atMs);
      for (const fire of due) fire();
    });
    this.cancels.set(atMs, cancel);
    return due;
  }
}
