import type { Timeline } from './schedule';

/** One direction of a TCP connection: what goes in first comes out first, whatever the delays. */
export class Lane {
  private lastMs = 0;
  /** What is under way. Of those that arrive at the same time, each event delivers the one that is first. */
  private readonly queue: (() => void)[] = [];

  constructor(private readonly schedule: Timeline) {}

  carry(atMs: number, arrive: () => void): void {
    this.lastMs = Math.max(atMs, this.lastMs);
    this.queue.push(arrive);
    this.schedule.at(this.lastMs, () => this.queue.shift()?.());
  }
}
