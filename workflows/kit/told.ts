/**
 * What a body was told stays told: a call that a person skipped, or whose failure was thrown, ends the same way in later
 * bodies of this execution, until a person retries that step.
 */
import type { Identity } from './identity';

export type Telling = { readonly skip: string } | { readonly failure: unknown } | { readonly output: unknown };

export class Told {
  private readonly tellings = new Map<string, Map<string, Telling>>();

  of(step: string, input: Identity): Telling | undefined {
    return this.tellings.get(step)?.get(input);
  }

  tell(step: string, input: Identity, telling: Telling): void {
    const ofStep = this.tellings.get(step) ?? new Map<string, Telling>();
    this.tellings.set(step, ofStep.set(input, telling));
  }

  forget(step: string): void {
    this.tellings.delete(step);
  }
}
