/**
 * What a run has done that it can undo: calls with an `undo`, each known by the identity of its effect (step and input, or the
 * business key), whatever body made it. One of them
 *
 *   registered   before its first attempt is scheduled; what never began is not undone
 *   begun        it may have happened, nobody knows its output
 *   answered     it happened
 *
 * The last end of any try of it is when it ended, and history decides in which order they did.
 */
import type { EffectKey, Undoes } from '../../activities/kit/contract';
import type { Call } from './call';
import type { EffectFact } from './effects';
import { identityOf } from './identity';
import type { Identity } from './identity';
import type { AnyOptions } from './options';

type Answer = NonNullable<EffectFact['answer']>;

/** One effect that can be undone. */
export interface Doing {
  readonly step: string;
  /** The name of the call that made it, as people know it. */
  readonly call: string;
  /** As it was called, also with what is gone by now. */
  readonly input: unknown;
  readonly identity: Identity;
  /** How often the same effect was made: more than once only where it was undone in between. */
  readonly time: number;
  readonly undo: NonNullable<AnyOptions['undo']>;
  key?: string;
  state: 'registered' | 'begun' | 'answered';
  output?: unknown;
  endedAs: number;
}

export class Undos {
  private readonly all = new Map<string, Doing>();
  private ends = 0;

  get any(): boolean {
    return this.all.size > 0;
  }

  /** A call with an `undo` is about to be made, or takes an answer. The body that runs now knows best how it is undone. */
  register(call: Call, undo: Doing['undo'], input: unknown, time = 1): Doing {
    const identity = identityOf(input);
    const name = `${call.step}\n${time}\n${identity}`;
    const known = this.all.get(name);
    const fresh = { step: call.step, call: call.name, input: copyOf(input), identity, time, undo };
    const doing: Doing = known ? Object.assign(known, { undo }) : { ...fresh, state: 'registered', endedAs: 0 };
    this.all.set(name, doing);
    return doing;
  }

  /** It may have happened. What it answered before holds on. */
  begun(doing: Doing, { key }: EffectKey): void {
    if (doing.state === 'registered') doing.state = 'begun';
    this.ended(doing, key);
  }

  /** It ended with an answer. Skipped by a person it did nothing more than it may have done before. */
  answered(doing: Doing, { key }: EffectKey, { output, $skipped }: Answer): void {
    if ($skipped === undefined) {
      doing.state = 'answered';
      doing.output = output;
    }
    if (doing.state !== 'registered') this.ended(doing, key);
  }

  /** A body took an answer that was there before this execution knew how to undo it. */
  taken(call: Call, undo: Doing['undo'], { input, key, time = 1, answer }: EffectFact): void {
    const doing = this.register(call, undo, JSON.parse(input), time);
    if (doing.state === 'registered' && answer) this.answered(doing, key === undefined ? {} : { key }, answer);
  }

  /** What may have happened, each effect once, in the order in which it is undone: what ended last is undone first. */
  due(): readonly Doing[] {
    return [...this.all.values()]
      .filter(({ state }) => state !== 'registered')
      .toSorted((a, b) => b.endedAs - a.endedAs);
  }

  private ended(doing: Doing, key: string | undefined): void {
    doing.endedAs = this.ends += 1;
    if (key === undefined) return;
    doing.key = key;
    this.joinNamesakes(doing, key);
  }

  /** Calls with one business key are one effect, whatever else their inputs hold: who knows its output speaks for it. */
  private joinNamesakes(doing: Doing, key: string): void {
    for (const [name, other] of this.all) {
      if (other === doing || other.step !== doing.step || other.key !== key || other.time !== doing.time) continue;
      this.all.delete(other.state === 'answered' && doing.state !== 'answered' ? nameOf(doing) : name);
    }
  }
}

const nameOf = ({ step, time, identity }: Doing): string => `${step}\n${time}\n${identity}`;

const copyOf = (input: unknown): unknown => JSON.parse(JSON.stringify(input ?? null));

/** What history and guard are told of a call that undoes another. */
export const undoesOf = ({ step, input, time }: Doing): Undoes => ({ step, input, ...(time > 1 && { time }) });

/** Fields of an input that are no references: what those refer to may be gone when it is undone. */
export function inlineOf(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input;
  return Object.fromEntries(Object.entries(input).filter(([, value]) => !isRef(value)));
}

const isRef = (value: unknown): boolean => typeof value === 'object' && value !== null && '$ref' in value;
