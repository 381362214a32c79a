/**
 * Everything in a run that waits for a person waits here: paused calls, `waitFor`, a run that is held. However many there
 * are, one timer says when nobody has decided for too long. The run's state is kept alive elsewhere (alive.ts).
 */
import { stop } from './failure';
import type { Sdk } from './sdk';

/** Without any decision for so long, a run fails. */
const MAX_PARKED_MS = 7 * 24 * 3600 * 1000;

export class Parking {
  private waiting = 0;
  private hasClock = false;
  private lastLeftMs = 0;
  private isOver = false;

  constructor(private readonly sdk: Sdk) {}

  /** Waits until `done`. Fails the run when nothing in it was decided for 7 days. */
  async until(done: () => boolean): Promise<void> {
    this.waiting += 1;
    if (!this.hasClock) void this.runClock();
    try {
      await this.sdk.condition(() => done() || this.isOver);
    } finally {
      this.waiting -= 1;
      this.lastLeftMs = this.sdk.now();
    }
    if (!done()) throw stop('ParkedTooLong', 'nobody decided within 7 days');
  }

  /** Nobody's scope ends it: who waits may be cancelled while others go on waiting. */
  private async runClock(): Promise<void> {
    this.hasClock = true;
    this.isOver = false;
    this.lastLeftMs = this.sdk.now();
    while (this.waiting > 0 && !this.isOver) {
      const left = this.lastLeftMs + MAX_PARKED_MS - this.sdk.now();
      const allLeft = () => this.waiting === 0;
      await this.sdk.shielded(() => this.sdk.condition(allLeft, left, 'waits for a person'));
      this.isOver = this.waiting > 0 && this.sdk.now() >= this.lastLeftMs + MAX_PARKED_MS;
    }
    this.hasClock = false;
  }
}
