import type { Copy } from '../copy';
import type { TypescriptMutant } from './mutants';
import { limitMsOf, type Reach, type Reaching } from './reach';
import { type Asked, type Red, Runner } from './runner';

/** What each test file takes besides its tests. */
const FILE_MS = 100;

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
  /** How many mutants of a file a test file has killed. */
  private readonly kills = new Map<string, number>();
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
      const runner = new Runner(copy.folder);
      for (let mutant = waiting.shift(); mutant && Date.now() < endMs; mutant = waiting.shift()) {
        const verdict = await this.judge(copy, runner, mutant);
        verdicts.push(verdict);
        tell(verdict);
      }
      runner.end();
    };
    await Promise.all(this.broken.map(work));
    return verdicts;
  }

  private async judge(copy: Copy, runner: Runner, mutant: TypescriptMutant): Promise<Verdict> {
    const began = Date.now();
    const killsOf = (file: string): number => this.kills.get(`${mutant.file} ${file}`) ?? 0;
    // The likeliest to notice for its time first.
    const worth = ({ file, ms, share }: Reaching): number => (killsOf(file) + share) / (ms + FILE_MS);
    const files = this.reach.by(mutant).toSorted((a, b) => worth(b) - worth(a));
    const killedBy = await copy.broken([mutant], () => this.noticedBy(runner, files));
    if (killedBy) this.kills.set(`${mutant.file} ${killedBy.file}`, killsOf(killedBy.file) + 1);
    return { mutant, files: files.length, ms: Date.now() - began, ...(killedBy && { killedBy }) };
  }

  private async noticedBy(runner: Runner, files: readonly Reaching[]): Promise<Red | undefined> {
    for (let left = files; left.length > 0;) {
      const red = await runner.firstRed(left.map(limited));
      if (!red) return undefined;
      const at = left.findIndex(({ file }) => file === red.file);
      const [found] = left.slice(at);
      if (found && (await this.isSound(found)) && (await isRed(runner, found))) return red;
      this.shaky.add(`${red.file}: ${red.test}`);
      left = left.slice(at + 1);
    }
    return undefined;
  }

  /** Whether a file is green with nothing broken, while the others work. */
  private isSound(one: Reaching): Promise<boolean> {
    const known = this.soundFiles.get(one.file);
    if (known) return known;
    const runner = new Runner(this.sound.folder);
    const asked = isRed(runner, one).then((is) => !is);
    this.soundFiles.set(one.file, asked);
    return asked.finally(() => runner.end());
  }
}

const limited = (one: Reaching): Asked => ({ file: one.file, limitMs: limitMsOf(one) });

/** In a process that has run nothing before it, and then goes on. */
async function isRed(runner: Runner, one: Reaching): Promise<boolean> {
  runner.end();
  return (await runner.firstRed([limited(one)])) !== undefined;
}
