import type { Clock } from '../../redis';
import { randomOf } from './random';
import type { Timeline } from './schedule';

/**
 * An operating system process of the simulation: its monotonic clock, and whether its event loop turns.
 *
 *   running   timers fire and replies arrive.
 *   stalled   the event loop is blocked or the process stopped: the clock goes on, everything else waits, in order.
 *   killed    for ever: nothing of it happens any more. What it has sent may still arrive at the server.
 */
export class SimulatedProcess {
  private state: 'running' | 'stalled' | 'killed' = 'running';
  private held: (() => void)[] = [];

  /** @internal */
  constructor(
    readonly name: string,
    private readonly schedule: Timeline,
    /** Every process counts from an origin of its own, a little too fast or too slow. */
    private readonly originMs: number,
    private readonly rate = 1,
  ) {
    // Of its own: a draw more or less changes nothing in the rest of the world.
    const own = randomOf(originMs);
    this.random = () => own.next();
  }

  /** @internal */
  readonly random: () => number;

  /** @internal */
  readonly clock: Clock = {
    nowMs: () => this.originMs + this.schedule.nowMs * this.rate,
    after: (delayMs, fire) => {
      let cancelled = false;
      const cancel = this.schedule.at(this.schedule.nowMs + delayMs / this.rate, () =>
        this.enter(() => {
          if (!cancelled) fire();
        }),
      );
      return () => {
        cancelled = true;
        cancel();
      };
    },
  };

  get isKilled(): boolean {
    return this.state === 'killed';
  }

  get isStalled(): boolean {
    return this.state === 'stalled';
  }

  /**
   * Does something in the event loop of this process: now, when it turns again, or never.
   * @internal
   */
  enter(work: () => void): void {
    if (this.state === 'running') work();
    else if (this.state === 'stalled') this.held.push(work);
  }

  /** Its event loop stands still for so long. */
  stall(durationMs: number): void {
    if (this.state !== 'running') return;
    this.state = 'stalled';
    this.schedule.at(this.schedule.nowMs + durationMs, () => this.resume());
  }

  /** Ends it for good. What it has sent may still arrive. */
  kill(): void {
    this.state = 'killed';
    this.held = [];
  }

  private resume(): void {
    if (this.state !== 'stalled') return;
    this.state = 'running';
    const held = this.held;
    this.held = [];
    for (const work of held) this.enter(work);
  }
}
