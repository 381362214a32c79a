/** What must hold of money that was taken in a random history, and given back. */
import type { Outside } from './outside';
import type { Program } from './program';
import type { Scheduled } from '../../testing/memory/virtual';
import { identityOf } from '../../workflows/kit/identity';

export class UndoLedger {
  /** Effects that can be undone, in the order of their last ends. */
  private ends: string[] = [];
  private readonly leftUndone = new Set<string>();
  private isOrdered = true;
  private readonly undoable: ReadonlySet<unknown>;

  constructor(
    program: Program,
    private readonly outside: Outside,
  ) {
    this.undoable = new Set(program.flat().flatMap(({ site, undo }) => (undo ? [site] : [])));
  }

  ended({ name, args, notes }: Scheduled, how: 'answered' | 'failed'): void {
    const [input, { skip } = {}] = args as [{ site?: unknown }, { skip?: string }?];
    if (!this.undoable.has(input.site) || (name !== 'shop.charge' && name !== 'shop.pay')) return;
    const effect = effectOf(name, input);
    const mayHaveHappened =
      how === 'failed' ? notes['begun'] === true : skip === undefined || this.ends.includes(effect);
    if (!mayHaveHappened) return;
    this.ends = [...this.ends.filter((one) => one !== effect), effect];
  }

  /** One that failed for good is done after the others. */
  stepsAside(): void {
    this.isOrdered = false;
  }

  /** A person leaves one undone. */
  left(row: string): void {
    this.leftUndone.add(row);
  }

  /** @returns what was seen. */
  checkUndone(error: Error, status: string): string {
    const { outside, undoable, leftUndone } = this;
    for (const site of undoable) {
      const of = (...steps: string[]): number =>
        new Set(
          outside.done.filter((one) => steps.includes(one.step) && one.input['site'] === site).map(({ key }) => key),
        ).size;
      const [taken, given] = [of('shop.charge', 'shop.pay'), of('shop.refund')];
      if (given > taken + outside.nameless || (given < taken && leftUndone.size === 0))
        throw new Error(`site ${String(site)} was taken ${taken} times and given back ${given} times`);
    }
    this.checkOrder();
    const isLeft = 'type' in error && error.type === 'LeftUndone';
    if (isLeft !== leftUndone.size > 0) throw new Error(`left undone: ${[...leftUndone].join()}, and it said ${error}`);
    if (isLeft && status !== 'failed') throw new Error(`left undone, and ${status}`);
    return isLeft ? 'left undone' : outside.done.some(({ undoes }) => undoes) ? 'undone' : 'nothing to undo';
  }

  private checkOrder(): void {
    // Begun under a key that nobody could tell, an effect is undone for itself: nobody knows that another one is the same.
    if (!this.isOrdered || this.outside.nameless > 0) return;
    const undone = [...new Set(this.outside.done.flatMap(({ undoes }) => undoes ?? []))];
    // An answer that a person kept for another call is undone as that call says: it need not be one of these.
    const all = undone.map((one) => {
      const [step = ''] = one.split(' ');
      return effectOf(step, JSON.parse(one.slice(step.length + 1)) as { readonly site?: unknown });
    });
    const names = all.filter((one) => this.ends.includes(one));
    const wanted = this.ends.filter((one) => names.includes(one)).toReversed();
    if (names.join() !== wanted.join())
      throw new Error(`undone: ${names.join()}; the other way round: ${wanted.join()}`);
  }

  checkNothingUndone(isCancelled: boolean): void {
    if (this.outside.done.some(({ undoes }) => undoes)) throw new Error('it ended well, and something was undone');
    const made = this.outside.done.some(
      ({ step, input }) => step !== 'shop.refund' && this.undoable.has(input['site']),
    );
    if (isCancelled && made) throw new Error('it was cancelled, ended well, and nothing was undone');
  }
}

/** Calls of one key are one effect. */
const effectOf = (step: string, input: { readonly site?: unknown }): string =>
  step === 'shop.pay' ? `${step} ${String(input.site)}` : `${step} ${identityOf(input)}`;
