import type { Clock } from '../../redis';

/** Time that moves only when the test says so, with an event loop that can be blocked. */
export class FakeClock implements Clock {
  private now = 1_000_000;
  private timers: { dueMs: number; fire: () => void }[] = [];

  nowMs(): number {
    return this.now;
  }

  after(delayMs: number, fire: () => void): () => void {
    const timer = { dueMs: this.now + delayMs, fire };
    this.timers.push(timer);
    return () => (this.timers = this.timers.filter((other) => other !== timer));
  }

  get pendingTimers(): number {
    return this.timers.length;
  }

  /** Fires what becomes due, in order and at its time, and lets promises settle in between. */
  async advance(durationMs: number): Promise<void> {
    const endMs = this.now + durationMs;
    for (;;) {
      const next = this.timers.toSorted((a, b) => a.dueMs - b.dueMs)[0];
      if (!next || next.dueMs > endMs) break;
      this.now = Math.max(this.now, next.dueMs);
      await this.run(next);
    }
    this.now = endMs;
    await settled();
  }

  /** Time passes, but nothing fires: the event loop is blocked. */
  block(durationMs: number): void {
    this.now += durationMs;
  }

  private async run(timer: { fire: () => void }): Promise<void> {
    this.timers = this.timers.filter((other) => other !== timer);
    timer.fire();
    await settled();
  }
}

/** All promises that can settle have settled. */
export async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
