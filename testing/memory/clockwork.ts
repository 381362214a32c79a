/** Time in memory: it stands while a step's own code runs, as on Temporal's test server, and leaps when nobody has anything to do. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Simulation } from '../simulation';
import { settled } from '../simulation/schedule';
import type { Watch } from '../watched';
import type { MemoryRun } from './run';

const PATIENCE_MS = 30_000;
const IDLE_MS = 1000;
/** More leaps have no end: something asks again and again. */
const MOST_LEAPS = 100_000;

export class Clockwork {
  constructor(
    private readonly world: Simulation,
    private readonly watch: Watch,
    private readonly runs: () => Iterable<MemoryRun>,
  ) {}

  /** Lets time pass until it is so. Rejects when nothing is left that could make it so. */
  async until(isSo: () => boolean): Promise<void> {
    let idleMs = 0;
    for (let leaps = 0; leaps < MOST_LEAPS; leaps += 1) {
      await this.quiet(isSo);
      if (isSo()) return;
      const { nextMs } = this;
      if (nextMs < Infinity) await this.world.schedule.step(nextMs);
      // Large contents are compressed in threads, which only real time sees.
      else if ((idleMs += 1) <= IDLE_MS) await pause(1);
      else throw new Error('Nothing happens any more, and nothing is left to wait for');
    }
    throw new Error(`After ${MOST_LEAPS} leaps of time it is not so`);
  }

  /** Lets that much time pass. */
  async pass(ms: number): Promise<void> {
    const { schedule } = this.world;
    const untilMs = schedule.nowMs + ms;
    for (await this.quiet(); schedule.nowMs < untilMs; await this.quiet())
      await schedule.step(Math.min(this.nextMs, untilMs));
  }

  /** The same, but without regard to steps under way: their locks run out, their attempts are given up. */
  async force(ms: number): Promise<void> {
    const untilMs = this.world.schedule.nowMs + ms;
    do await this.settle();
    while (await this.world.schedule.step(untilMs));
    await this.settle();
  }

  private get nextMs(): number {
    return Math.min(this.world.schedule.nextMs, ...[...this.runs()].map(({ nextMs }) => nextMs));
  }

  /** Everything that can happen at this instant has happened, and no step's own code runs. */
  private async quiet(enough: () => boolean = () => false): Promise<void> {
    const beganAt = Date.now();
    for (;;) {
      await this.settle();
      if (enough() || this.watch.running.length === 0) return;
      if (Date.now() - beganAt > PATIENCE_MS)
        throw new Error(
          `Time stands while steps run, and ${this.watch.running.join(', ')} did not return within ${PATIENCE_MS / 1000} s`,
        );
      await pause(1);
    }
  }

  private async settle(): Promise<void> {
    const { schedule } = this.world;
    await settled();
    do while (await this.stir());
    while (await this.due(schedule.nowMs));
  }

  /** @returns whether something happened that another run may have to hear of. */
  private async stir(): Promise<boolean> {
    let isNews = false;
    for (const run of this.runs()) isNews = (await run.settle()) || isNews;
    return isNews;
  }

  /** One event that is due now. */
  private async due(nowMs: number): Promise<boolean> {
    return this.world.schedule.nextMs <= nowMs && this.world.schedule.step(nowMs);
  }
}
