/**
 * Kept effects: steps that do something outside, whose answers stand in history, so that a body that runs again does not do
 * it again (docs/guarantees.md, promise 9). Which steps are ones: `authoring/keptEffect.ts`.
 */
import { ApplicationFailure } from '@temporalio/common';
import { canonicalJson } from '../../../redis/canonical';
import type { Begun, EffectKey } from '../contract';
import type { Logger } from '../authoring/define';
import type { Keeping } from '../authoring/keptEffect';
import { nonRetryable } from '../errors';
import type { Heartbeat } from './heartbeat';
import { sendable } from '../thrown';

/** The answers of all effects of a run travel together when it goes on in another execution. */
export const EFFECT_BYTES = 4 * 1024;

/** What a worker knows of a step: one for each of its activities. */
export class EffectOfStep {
  /** Its `run` was seen to read the key. */
  readsKey = false;
  private warned = false;

  constructor(
    readonly name: string,
    readonly keeping: Keeping,
    private readonly log: Logger,
  ) {}

  /** Once for each step and worker. */
  notKept(why: string): undefined {
    if (this.warned) return;
    this.warned = true;
    this.log.warn(
      `${this.name} reads step.idempotencyKey and ${why}, so its answer is not kept in history: its record protects it, ` +
        'which a loss of Redis takes. Return less, inline; declare an idempotencyKey to be held to it.',
    );
  }
}

/** What one attempt knows of the effect that its step may be. */
export class Effect {
  private key: EffectKey = {};
  private hasRun = false;
  private readonly keeping: Keeping;

  /** @param undo this call may have to be undone, so it is an effect whatever its definition says. */
  constructor(
    private readonly step: EffectOfStep,
    private readonly heart: Pick<Heartbeat, 'begun' | 'silent'>,
    private readonly undo = false,
  ) {
    this.keeping = undo ? 'declared' : step.keeping;
  }

  /** Throws `OptionInvalid`, final, where its answer could not be kept for an undo. Nothing has begun then. */
  mustBeKept(): void {
    if (!this.undo || this.step.keeping !== 'by reference') return;
    throw nonRetryable(
      'OptionInvalid',
      `${this.step.name} returns references, so a call of it cannot have an undo: what they refer to may be gone when it is ` +
        'undone. Let it return what names the thing done (its id), and a step after it read the rest.',
    );
  }

  /** Call it right before the step's own `run`. */
  begins(key?: string): void {
    this.hasRun = true;
    if (key !== undefined) this.key = { key };
    if (this.keeping === 'declared') this.heart.begun = this.key;
  }

  /** `run` has read `step.idempotencyKey`. */
  keyRead(): void {
    const { step, heart } = this;
    if (this.keeping === 'by reference') step.notKept('returns references');
    if (this.keeping !== 'when it reads its key') return;
    step.readsKey = true;
    heart.begun ??= this.key;
  }

  /** What its record and its answer are to say; undefined when it is no kept effect. Throws `TooLarge`, final. */
  kept(output: unknown): EffectKey | undefined {
    return this.keeping === 'declared' || this.heart.begun ? this.ifSmall(output) : undefined;
  }

  /** The same of the output that it has when a person skips it. */
  skipped(output: unknown, key: string | undefined): EffectKey | undefined {
    if (key !== undefined) this.key = { key };
    return this.step.readsKey ? this.ifSmall(output) : this.kept(output);
  }

  private ifSmall(output: unknown): EffectKey | undefined {
    const { step } = this;
    const bytes = Buffer.byteLength(canonicalJson(output));
    if (bytes <= EFFECT_BYTES) return this.key;
    const why = `returned ${bytes} bytes, more than ${EFFECT_BYTES}`;
    if (this.keeping !== 'declared') return step.notKept(why);
    throw nonRetryable(
      'TooLarge',
      `${step.name} is an effect and ${why}: its answer is kept in history. Return what names the thing done (its id); ` +
        'a step after it may read the rest. What was done is done: a retry comes with the same key.',
    );
  }

  /** What a failure of this attempt is to say; undefined while nothing can have begun. */
  get begun(): Begun | undefined {
    const { step, heart } = this;
    if (heart.begun) return { $begun: heart.begun };
    const isEffect = this.keeping === 'declared' || step.readsKey;
    return isEffect && (this.hasRun || heart.silent) ? { $begun: this.key } : undefined;
  }
}

/** The same failure, saying that its effect may have begun. */
export function withBegun(error: unknown, begun: Begun | undefined): unknown {
  if (!begun || !(error instanceof ApplicationFailure)) return error;
  const marked = sendable(error);
  return ApplicationFailure.fromError(marked, { details: [...(marked.details ?? []), begun] });
}
