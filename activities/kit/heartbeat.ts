import type { Context } from '@temporalio/activity';

/** What a heartbeat says; shown under pending activities in the Web UI and by `watch`. */
export interface Beat {
  readonly phase: 'waiting for the lock' | 'reading' | 'running' | 'waiting for the resource' | 'writing';
  readonly done?: number;
  readonly total?: number;
}

/** Tells Temporal at a fixed interval that the attempt lives, and how far it is. `stop` ends it. */
export class Heartbeat {
  private beat: Beat = { phase: 'waiting for the lock' };
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly context: Pick<Context, 'heartbeat'>,
    intervalMs: number,
  ) {
    this.timer = setInterval(() => this.context.heartbeat(this.beat), intervalMs);
    this.context.heartbeat(this.beat);
  }

  phase(phase: Beat['phase']): void {
    this.beat = { phase };
  }

  progress(done: number, total?: number): void {
    this.beat = { phase: this.beat.phase, done, ...(total === undefined ? {} : { total }) };
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
