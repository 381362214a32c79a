import type { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { AttemptFact, Clock } from '../../../redis';
import type { EffectKey } from '../contract';
import { messageOf } from '../errors';

/** What a heartbeat says; shown under pending activities in the Web UI and by `watch`. */
export interface Beat {
  readonly phase: 'waiting for the lock' | 'reading' | 'running' | 'waiting for the resource' | 'writing';
  readonly done?: number;
  readonly total?: number;
  /** Names of the items under way. */
  readonly items?: readonly string[];
  /** Place in a resource's queue: the next attempt finds it here and keeps it. */
  readonly ticket?: number;
  /** The step is an effect, and this attempt or one before it got as far as its `run`. */
  readonly begun?: EffectKey;
  /** An attempt before this one ended without a word: nobody knows how far it got. */
  readonly silent?: true;
  /** The attempts of this activity so far, this one last: Temporal's history tells of the last one only. */
  readonly attempts?: readonly AttemptFact[];
  /** The name of the call, where it is another than the activity's. */
  readonly call?: string;
}

/** They travel with every heartbeat. */
const MAX_ATTEMPTS = 10;
const MAX_WHY_CHARACTERS = 200;

/** Tells Temporal at a fixed interval that the attempt lives, and how far it is. `stop` ends it. */
export class Heartbeat {
  private now: Pick<Beat, 'phase' | 'done' | 'total' | 'items'> = { phase: 'waiting for the lock' };
  private kept: Pick<Beat, 'ticket' | 'begun' | 'silent' | 'attempts' | 'call'> = {};
  private forget: () => void = () => undefined;

  /** @param attempt its number, where attempts are to be remembered; `last` is what the attempt before it had said. */
  constructor(
    private readonly context: Pick<Context, 'heartbeat'>,
    clock: Clock,
    intervalMs: number,
    attempt?: number,
    last: Partial<Beat> = {},
    call?: string,
  ) {
    const { ticket, begun } = last;
    this.kept = { ...(ticket ? { ticket } : {}), ...(begun ? { begun } : {}), ...(call ? { call } : {}) };
    if (attempt !== undefined) {
      if (last.silent || endedSilently(last.attempts?.at(-1), attempt)) this.kept = { ...this.kept, silent: true };
      const attempts = [...(last.attempts ?? []), { number: attempt, startedAt: new Date().toISOString() }];
      this.kept = { ...this.kept, attempts: attempts.slice(-MAX_ATTEMPTS) };
    }
    const beatAndGoOn = (): void => {
      this.context.heartbeat(this.beat);
      this.forget = clock.after(intervalMs, beatAndGoOn);
    };
    beatAndGoOn();
  }

  private get beat(): Beat {
    return { ...this.now, ...this.kept };
  }

  /** The attempts of this activity so far, this one last. */
  get attempts(): readonly AttemptFact[] {
    return this.kept.attempts ?? [];
  }

  /** The attempt before this one, where it is known of. */
  get before(): AttemptFact | undefined {
    return this.attempts.at(-2);
  }

  /** Place in a resource's queue, from an earlier attempt or this one; 0 for none. Setting it tells Temporal at once. */
  get ticket(): number {
    return this.kept.ticket ?? 0;
  }

  set ticket(ticket: number) {
    this.kept = { ...this.kept, ticket };
    this.context.heartbeat(this.beat);
  }

  /** Of this attempt or one before it. Setting it tells Temporal at once. */
  get begun(): EffectKey | undefined {
    return this.kept.begun;
  }

  set begun(begun: EffectKey | undefined) {
    if (begun) this.kept = { ...this.kept, begun };
    this.context.heartbeat(this.beat);
  }

  get silent(): boolean {
    return this.kept.silent === true;
  }

  phase(phase: Beat['phase']): void {
    this.now = { phase };
  }

  progress(done: number, total?: number, items?: readonly string[]): void {
    const { phase } = this.now;
    this.now = { phase, done, ...(total !== undefined && { total }), ...(items && { items }) };
  }

  /** The attempt ends without a result: the next one is told when and why. */
  failed(error: unknown): void {
    const last = this.attempts.at(-1);
    if (!last) return;
    const endedAt = new Date().toISOString();
    const type = error instanceof ApplicationFailure ? error.type : undefined;
    const ended = { ...last, endedAt, ...(type && { type }), why: messageOf(error).slice(0, MAX_WHY_CHARACTERS) };
    this.kept = { ...this.kept, attempts: [...this.attempts.slice(0, -1), ended] };
    this.context.heartbeat(this.beat);
  }

  stop(): void {
    this.forget();
  }
}

/** `before` is the last attempt that is known of. A reset of the activity counts its attempts from 1 again. */
function endedSilently(before: AttemptFact | undefined, attempt: number): boolean {
  if (!before) return attempt > 1;
  return before.endedAt === undefined || (attempt > 1 && before.number !== attempt - 1);
}
