/**
 * Steps that may be killing their worker: three starts of them ended without a word. A process works on one such step at a
 * time, so that the next death says which one it was: of two that die together, one may be an innocent neighbour.
 */
import type { Clock } from '../../redis';
import { eitherOf } from './leaving';
import { Limiter } from './limiter';

/** One for each process. */
export class Suspects {
  private readonly place = new Limiter(1);

  /** For one attempt. Call `leave` when it ends. */
  seat(): SuspectSeat {
    return new SuspectSeat(this.place);
  }
}

export class SuspectSeat {
  private giveBack: (() => void) | undefined;

  constructor(private readonly place: Limiter) {}

  get isTaken(): boolean {
    return this.giveBack !== undefined;
  }

  /**
   * Waits until this process works on no other suspect.
   * @returns whether it does now; false after `waitMs`. Rejects with `signal.reason` when that fires first.
   */
  async take(waitMs: number, signal: AbortSignal, clock: Clock): Promise<boolean> {
    const enough = new AbortController();
    const forget = clock.after(Math.max(0, waitMs), () => enough.abort());
    const either = eitherOf(signal, enough.signal);
    try {
      this.giveBack = await this.place.enter(either.signal);
    } catch (error) {
      if (!enough.signal.aborted) throw error;
    } finally {
      forget();
      either.end();
    }
    return this.isTaken;
  }

  leave(): void {
    this.giveBack?.();
    this.giveBack = undefined;
  }
}
