import { SimulatedProcess } from './process';
import type { Timeline } from './schedule';

/**
 * The machine at the other end of the connections. A server that stalls executes what has arrived once it goes on; one that
 * ends takes with it what has arrived and every connection.
 */
export class Host {
  /** Counts its ends: a connection lives in one of them. */
  life = 0;
  isUp = true;
  private process: SimulatedProcess;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly schedule: Timeline) {
    this.process = this.newProcess();
  }

  /** Does something in the server's event loop, in that life of it: now, when its stall is over, or never. */
  enter(life: number, work: () => void): void {
    if (life === this.life) this.process.enter(work);
  }

  stall(durationMs: number): void {
    this.process.stall(durationMs);
  }

  /** Every connection breaks, and none can be made until `start`. */
  end(): void {
    this.isUp = false;
    this.life += 1;
    this.process.kill();
    for (const listener of this.listeners) listener();
  }

  start(): void {
    this.isUp = true;
    this.process = this.newProcess();
  }

  onEnd(listener: () => void): void {
    this.listeners.add(listener);
  }

  private newProcess(): SimulatedProcess {
    return new SimulatedProcess('redis', this.schedule, 0);
  }
}
