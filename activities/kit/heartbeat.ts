import type { Context } from '@temporalio/activity';

/** What a heartbeat says; shown under pending activities in the Web UI and by `watch`. */
export interface Beat {
  readonly phase: 'waiting for the lock' | 'reading' | 'running' | 'waiting for the resource' | 'writing';
  readonly done?: number;
  readonly total?: number;
  /** Names of the items under way. */
  readonly items?: readonly string[];
  /** Place in a resource's queue: the next attempt finds it here and keeps it. */
  readonly ticket?: number;
}

/** Tells Temporal at a fixed interval that the attempt lives, and how far it is. `stop` ends it. */
export class Heartbeat {
  private beat: Beat = { phase: 'waiting for the lock' };
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly context: Pick<Context, 'heartbeat'>,
    intervalMs: number,
    last?: Partial<Beat>,
  ) {
    if (last?.ticket) this.beat = { ...this.beat, ticket: last.ticket };
    this.timer = setInterval(() => this.context.heartbeat(this.beat), intervalMs);
    this.context.heartbeat(this.beat);
  }

  /** Place in a resource's queue, from an earlier attempt or this one; 0 for none. Setting it tells Temporal at once. */
  get ticket(): number {
    return this.beat.ticket ?? 0;
  }

  set ticket(ticket: number) {
    this.beat = { ...this.beat, ticket };
    this.context.heartbeat(this.beat);
  }

  phase(phase: Beat['phase']): void {
    const { ticket } = this.beat;
    this.beat = { phase, ...(ticket && { ticket }) };
  }

  progress(done: number, total?: number, items?: readonly string[]): void {
    const { phase, ticket } = this.beat;
    this.beat = {
      phase,
      done,
      ...(total !== undefined && { total }),
      ...(items && { items }),
      ...(ticket && { ticket }),
    };
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
