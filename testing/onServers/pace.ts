/** Time on a server that skips it: it leaps only when nobody has anything to do, as in memory. */
import { setTimeout as pause } from 'node:timers/promises';
import type { SkippedTime } from '../ageing';
import type { Watch } from '../watched';

const POLL_MS = 50;
const MINUTE_MS = 60_000;
/** Each leap is four times as long as the one before, up to this: one takes about a tenth of a second. */
const LONGEST_LEAP_MS = 4 * 60 * MINUTE_MS;
/** Of real time. */
const PATIENCE_MS = 60_000;

export class Pace {
  private leaping: Promise<unknown> | undefined;
  private failure: Error | undefined;
  private isClosed = false;

  constructor(
    private readonly watch: Watch,
    private readonly time: SkippedTime | undefined,
    /** Whether all runs that were asked for are known to the server. */
    private readonly isSettled: () => boolean,
  ) {}

  /** Lets time pass until it is so. Rejects when that takes a minute of real time without any step running or time passing. */
  async until(what: string, isSo: () => Promise<boolean>): Promise<void> {
    let leapMs = MINUTE_MS;
    let beganAt = Date.now();
    while (!(await isSo())) {
      if (this.failure !== undefined) throw this.failure;
      if (this.isClosed) throw new Error(`The kit was closed while it waited for ${what}`);
      const isQuiet = this.watch.running.length === 0 && this.isSettled();
      if (isQuiet && this.time && !this.leaping) {
        this.leap(this.time, leapMs);
        leapMs = Math.min(4 * leapMs, LONGEST_LEAP_MS);
        beganAt = Date.now();
      }
      if (Date.now() - beganAt > PATIENCE_MS)
        throw new Error(`Waited ${PATIENCE_MS / 1000} s for ${what}${this.underWay}`);
      await Promise.race([pause(POLL_MS), ...(this.leaping ? [this.leaping] : [])]);
    }
  }

  close(): void {
    this.isClosed = true;
  }

  private leap(time: SkippedTime, ms: number): void {
    this.leaping = time
      .skip(ms)
      .catch((error: unknown) => void (this.failure = error as Error))
      .finally(() => (this.leaping = undefined));
  }

  private get underWay(): string {
    const { running } = this.watch;
    return running.length === 0 ? '' : `; time stands while steps run, and ${running.join(', ')} did not return`;
  }
}
