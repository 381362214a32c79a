/** Which effects an execution undid, as its history tells: calls that undo something say what, in their options. */
import type { KeptEffect, Undoes } from '../activities/kit';
import { identityOf } from '../workflows/kit/identity';

interface Undoing {
  readonly of: Undoes;
  /** Its calls by step and input, and whether each was answered in the end. */
  readonly calls: Map<string, boolean>;
}

/** A call that undoes something. */
export interface UndoCall {
  readonly step: string;
  readonly input: unknown;
  readonly undoes: Undoes;
}

export class UndoneInHistory {
  private readonly all = new Map<string, Undoing>();

  /** Of one that was tried again after a person looked at it, the last try counts. */
  heard({ step, input, undoes }: UndoCall, isAnswered: boolean): void {
    const name = identityOf([undoes.step, undoes.input, undoes.time]);
    const undoing = this.all.get(name) ?? { of: undoes, calls: new Map<string, boolean>() };
    undoing.calls.set(identityOf([step, input]), isAnswered);
    this.all.set(name, undoing);
  }

  /** The same effects: what was undone belongs to no call any more; `perhaps` where not all that undoes it was answered. */
  over(effects: readonly KeptEffect[]): readonly KeptEffect[] {
    return [...this.all.values()].reduce(marked, effects);
  }
}

function marked(effects: readonly KeptEffect[], { of, calls }: Undoing): readonly KeptEffect[] {
  const input = identityOf(of.input);
  const isOpen = (one: KeptEffect): boolean => one.step === of.step && one.undone === undefined;
  const made = effects.findLast((one) => isOpen(one) && identityOf(one.input) === input);
  const key = made?.key;
  const isSame = (one: KeptEffect): boolean =>
    isOpen(one) && (identityOf(one.input) === input || (key !== undefined && one.key === key));
  const undone = [...calls.values()].every((isAnswered) => isAnswered) ? 'yes' : 'perhaps';
  return [...effects.filter((one) => !isSame(one)), { step: of.step, input: of.input, ...made, undone }];
}
