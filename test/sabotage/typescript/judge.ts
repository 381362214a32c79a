import type { Copy } from '../copy';
import type { TypescriptMutant } from './mutants';
import type { Reach } from './reach';
import { firstRed, type Red } from './run';

export interface Verdict {
  readonly mutant: TypescriptMutant;
  /** The test that noticed; undefined when none did. */
  readonly killedBy?: Red;
  /** How many test files run what is broken. */
  readonly files: number;
  readonly ms: number;
}

/**
 * Breaks one thing after another, in several copies at once, and lets the tests judge that run it. A test that is red in a
 * copy with nothing broken too, while the others work, has noticed nothing; a red that does not come again has not either.
 */
export class Judges {
  private readonly soundFiles = new Map<string, Promise<boolean>>();
  /** Tests that were red with nothing broken, or only once. */
  readonly shaky = new Set<string>();

  constructor(
    private readonly reach: Reach,
    private readonly sound: Copy,
    private readonly broken: readonly Copy[],
  ) {}

  /** @param endMs on `Date.now()`: from then on no mutant is begun. */
  async all(
    mutants: readonly TypescriptMutant[],
    tell: (verdict: Verdict) => void,
    endMs = Infinity,
  ): Promise<Verdict[]> {
    const waiting = [...mutants];
    const verdicts: Verdict[] = [];
    const work = async (copy: Copy): Promise<void> => {
      for (let mutant = waiting.shift(); mutant && Date.now() < endMs; mutant = waiting.shift()) {
        const verdict = await this.judge(copy, mutant);
        verdicts.push(verdict);
        tell(verdict);
      }
    };
    await Promise.all(this.broken.map(work));
    return verdicts;
  }

  private async judge(copy: Copy, mutant: TypescriptMutant): Promise<Verdict> {
    const began = Date.now();
    const files = this.reach.by(mutant);
    const killedBy = await copy.broken([mutant], () => this.noticedBy(copy, files));
    return { mutant, files: files.length, ms: Date.now() - began, ...(killedBy && { killedBy }) };
  }

  private async noticedBy(copy: Copy, files: readonly string[]): Promise<Red | undefined> {
    for (let left = files; left.length > 0;) {
      const red = await firstRed(copy.folder, left, this.reach.silenceMs(left));
      if (!red) return undefined;
      if (await this.isNoticed(copy, red)) return red;
      this.shaky.add(`${red.file}: ${red.test}`);
      left = left.slice(left.indexOf(red.file) + 1 || left.length);
    }
    return undefined;
  }

  private async isNoticed(copy: Copy, red: Red): Promise<boolean> {
    const { file, test } = red;
    const isSound = await this.isSound(file);
    // Who hangs would hang as long again.
    if (!isSound || test.startsWith('nothing within')) return isSound;
    return (await firstRed(copy.folder, [file], this.reach.silenceMs([file]))) !== undefined;
  }

  /** Whether a file is green with nothing broken, while the others work. */
  private isSound(file: string): Promise<boolean> {
    const known = this.soundFiles.get(file);
    if (known) return known;
    const asked = firstRed(this.sound.folder, [file], this.reach.silenceMs([file])).then((red) => red === undefined);
    this.soundFiles.set(file, asked);
    return asked;
  }
}
