/**
 * What effects answered stands in the history of the run, so it is not made again by a body that runs again, whatever was
 * lost in Redis. A fact of an effect is
 *
 *   begun     it may have happened, and nobody knows its answer; its next call is the same one, with the same key
 *   answered  its answer belongs to one call of each body: the one with the same business key, else with the same input
 *
 * Either may have been undone by an execution before this one: it belongs to no call any more, and the same call made again
 * is another time of it, under another key. Where nobody knows whether it was undone, a person decides.
 *
 * A call that matches none, while an answer of that step belongs to no call of this body yet, or after a begun one of an
 * earlier body, would make the effect again under another key: a person decides first (keeping.ts).
 */
import type { EffectAnswer, EffectKey, KeptEffect } from '../../activities/kit/contract';
import { identityOf } from './identity';
import type { Identity } from './identity';

export interface EffectFact extends EffectKey {
  readonly step: string;
  readonly input: Identity;
  /** Absent while it is only begun. */
  readonly answer?: KeptEffect['answer'];
  readonly undone?: KeptEffect['undone'];
  /** The how manieth time it was made, if not the first. */
  readonly time?: number;
}

export class Effects {
  private facts: EffectFact[] = [];
  /** Answers that belong to a call of this body by key or input, and what this body did itself. */
  private ofThisBody = new Set<EffectFact>();
  /** Inputs that a person had made in spite of another answer, or for which one had an answer kept. */
  private readonly made = new Set<string>();
  private readonly keptFor = new Map<string, AnsweredEffect>();

  /** Another body begins: every answer is to be taken anew. */
  begin(): void {
    this.ofThisBody = new Set();
  }

  /** An effect ended. Also one of a body that has been abandoned: the next begins when all its calls have ended. */
  answered(step: string, input: Identity, { $effect, ...answer }: EffectAnswer): void {
    this.noLongerBegun(step, (fact) => isSame(fact, input, $effect));
    this.add({ step, input, ...$effect, ...this.timeOf(step, input, $effect), answer });
  }

  /** An effect may have happened. */
  begun(step: string, input: Identity, effect: EffectKey): void {
    this.noLongerBegun(step, (fact) => isSame(fact, input, effect));
    this.add({ step, input, ...effect });
  }

  /** The how manieth time a call would make its effect, if it was undone before. */
  timeOf(step: string, input: Identity, effect: EffectKey): { readonly time?: number } {
    const before = this.facts.filter((one) => one.undone === 'yes' && one.step === step && isSame(one, input, effect));
    return before.length === 0 ? {} : { time: before.length + 1 };
  }

  /** What belongs to a call: from now on to no other of this body, but where a person gave it to another. */
  take(step: string, input: Identity, effect: EffectKey): AnsweredEffect | undefined {
    const kept = this.keptFor.get(nameOf(step, input));
    // Kept for it by a person: the answer is not done with, for the call that it belongs to may still come.
    if (kept) return kept;
    const fact = this.open(step)
      .filter(isAnswered)
      .find((one) => !one.undone && isSame(one, input, effect));
    if (fact) this.ofThisBody.add(fact);
    return fact;
  }

  /** What another effect of this step did or may have done, that belongs to no call of this body. */
  conflict(step: string, input: Identity, effect: EffectKey): EffectFact | undefined {
    if (this.made.has(nameOf(step, input))) return undefined;
    const open = this.open(step);
    const isGoingOn = open.some((fact) => !fact.answer && !fact.undone && isSame(fact, input, effect));
    return isGoingOn ? undefined : open[0];
  }

  /** Whether the author of a step names its effects, so that a call must be asked for its key. */
  hasKeys(step: string): boolean {
    return this.facts.some((fact) => fact.step === step && fact.key !== undefined && !this.ofThisBody.has(fact));
  }

  /** A person wants this call made too. What it conflicted with, if it was only begun, has been looked after. */
  make(step: string, input: Identity, instead: EffectFact): void {
    this.made.add(nameOf(step, input));
    if (instead.undone) this.facts = this.facts.map((fact) => (fact === instead ? { ...fact, undone: 'yes' } : fact));
    else this.noLongerBegun(step, (fact) => fact === instead);
  }

  /** A person wants the old answer for this call. */
  keep(step: string, input: Identity, answered: AnsweredEffect): void {
    this.keptFor.set(nameOf(step, input), answered);
  }

  /** A person wants the step made again. What was undone stays so: under its key it would not happen again. */
  forget(step: string): void {
    this.facts = this.facts.filter((fact) => fact.step !== step || fact.undone === 'yes');
    const ofStep = nameOf(step, '' as Identity);
    for (const name of this.made) if (name.startsWith(ofStep)) this.made.delete(name);
    for (const name of this.keptFor.keys()) if (name.startsWith(ofStep)) this.keptFor.delete(name);
  }

  /** What an earlier execution of the id kept. */
  adopt(effects: readonly KeptEffect[]): void {
    for (const { step, input: raw, key, answer, undone } of effects) {
      const [input, effect] = [identityOf(raw), key === undefined ? {} : { key }];
      if (undone) this.facts.push({ step, input, ...effect, ...(answer && { answer }), undone });
      else if (answer) this.answered(step, input, { $effect: effect, ...answer });
      else this.begun(step, input, effect);
    }
  }

  private open(step: string): readonly EffectFact[] {
    return this.facts.filter((fact) => fact.step === step && fact.undone !== 'yes' && !this.ofThisBody.has(fact));
  }

  private add(fact: EffectFact): void {
    this.facts.push(fact);
    this.ofThisBody.add(fact);
  }

  private noLongerBegun(step: string, is: (fact: EffectFact) => boolean): void {
    this.facts = this.facts.filter(
      (fact) => fact.step !== step || fact.answer !== undefined || fact.undone || !is(fact),
    );
  }
}

export type AnsweredEffect = EffectFact & { readonly answer: NonNullable<EffectFact['answer']> };
export const isAnswered = (fact: EffectFact): fact is AnsweredEffect => fact.answer !== undefined;

const nameOf = (step: string, input: Identity): string => `${step}\n${input}`;

const isSame = (fact: EffectFact, input: Identity, { key }: EffectKey): boolean =>
  fact.input === input || (key !== undefined && fact.key === key);
