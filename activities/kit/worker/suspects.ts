/**
 * Steps that may be killing their worker: three starts of them ended without a word. A process works on one such step at a
 * time, so that the next death says which one it was: of two that die together, one may be an innocent neighbour.
 *
 * An attempt whose predecessor ended without a word is doubtful: it may be a map that kills its worker and records an item
 * each time, which clears its count, so that it never becomes a suspect. Suspects and doubtful ones therefore do not work
 * side by side either; doubtful ones do among themselves.
 */
import type { Clock } from '../../../redis';

/** One for each process. */
export class Suspects {
  /** Who works alone, or waits to. */
  private alone: SuspectSeat | undefined;
  private readonly doubtful = new Set<SuspectSeat>();
  private readonly waiting = new Set<() => void>();

  /** For one attempt. Call `leave` when it ends. */
  seat(): SuspectSeat {
    return new SuspectSeat(this);
  }

  /** How many wait for somebody to leave. */
  get waiters(): number {
    return this.waiting.size;
  }

  tryAlone(seat: SuspectSeat): boolean {
    this.alone ??= seat;
    return this.alone === seat && [...this.doubtful].every((other) => other === seat);
  }

  tryDoubtful(seat: SuspectSeat): boolean {
    if (this.alone) return false;
    this.doubtful.add(seat);
    return true;
  }

  leave(seat: SuspectSeat): void {
    if (this.alone === seat) this.alone = undefined;
    this.doubtful.delete(seat);
    for (const ask of this.waiting) ask();
  }

  /** Resolves when somebody has left, after `waitMs`, or when `signal` fires. */
  async changed(waitMs: number, signal: AbortSignal, clock: Clock): Promise<void> {
    let wake = (): void => undefined;
    const woken = new Promise<void>((resolve) => (wake = resolve));
    const forget = clock.after(waitMs, wake);
    this.waiting.add(wake);
    signal.addEventListener('abort', wake);
    await woken;
    forget();
    this.waiting.delete(wake);
    signal.removeEventListener('abort', wake);
  }
}

export class SuspectSeat {
  private isAlone = false;

  constructor(private readonly suspects: Suspects) {}

  get isTaken(): boolean {
    return this.isAlone;
  }

  /**
   * Waits until this process works on no other suspect, and on nothing doubtful.
   * @returns whether it does now; false after `waitMs`. Rejects with `signal.reason` when that fires first.
   */
  async take(waitMs: number, signal: AbortSignal, clock: Clock): Promise<boolean> {
    this.isAlone = await this.wait(() => this.suspects.tryAlone(this), waitMs, signal, clock);
    return this.isAlone;
  }

  /** The same for an attempt whose predecessor ended without a word: it waits for suspects only. */
  doubt(waitMs: number, signal: AbortSignal, clock: Clock): Promise<boolean> {
    return this.wait(() => this.suspects.tryDoubtful(this), waitMs, signal, clock);
  }

  leave(): void {
    this.isAlone = false;
    this.suspects.leave(this);
  }

  private async wait(isIn: () => boolean, waitMs: number, signal: AbortSignal, clock: Clock): Promise<boolean> {
    const latestMs = clock.nowMs() + waitMs;
    while (!isIn()) {
      const leftMs = latestMs - clock.nowMs();
      if (leftMs > 0) await this.suspects.changed(leftMs, signal, clock);
      if (leftMs > 0 && !signal.aborted) continue;
      this.leave();
      signal.throwIfAborted();
      return false;
    }
    return true;
  }
}
