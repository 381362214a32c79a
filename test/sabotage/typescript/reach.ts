import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Copy } from '../copy';
import { type TypescriptMutant, rooms } from './mutants';
import { runReaching } from './run';

/** A test file of the fast tier: how long it took, and which functions of which files it ran. */
interface Row {
  readonly file: string;
  readonly ms: number;
  readonly functions: Readonly<Record<string, readonly string[]>>;
  readonly red?: string;
}

/** Tests of other rooms, and those that read sources as text or start processes of their own: nothing of theirs is counted. */
const without = ['docs', 'replay', 'activities/report', 'packages', 'api', 'deploy', 'runPage', 'sabotage'];

/** Which test files run what. */
export class Reach {
  private readonly rows: readonly Row[];

  /** @param text what `reached.mjs` wrote. */
  constructor(text: string) {
    const rows = text.split('\n').filter((line) => line !== '');
    this.rows = rows.map((line) => JSON.parse(line) as Row);
  }

  /** Runs the fast tier in a copy in which nothing is broken. What it found is kept in the file `MUTANTS_REACH`, if that is said. */
  static async in({ folder }: Copy): Promise<Reach> {
    const into = process.env['MUTANTS_REACH'] ?? join(folder, 'reach.jsonl');
    if (existsSync(into)) return new Reach(readFileSync(into, 'utf8'));
    const ignored = without.map((name) => `/test/${name}/`);
    const { said } = await runReaching(folder, { into, rooms, without: ignored });
    try {
      return new Reach(readFileSync(into, 'utf8'));
    } catch (error) {
      throw new Error(`The fast tier does not run in the copy: ${said.slice(-2000)}`, { cause: error });
    }
  }

  /** Test files that are red with nothing broken, with their first red test: they judge nobody. */
  get red(): { readonly file: string; readonly test: string }[] {
    return this.rows.flatMap(({ file, red }) => (red === undefined ? [] : [{ file, test: red }]));
  }

  /** The test files that run what this mutant breaks: the nearest by their path first, then the shortest. */
  by({ file, within }: TypescriptMutant): string[] {
    const runs = ({ functions, red }: Row): boolean =>
      red === undefined && functions[file]?.some((name) => isOf(name, within)) === true;
    const near = file.replace(/\.ts$/, '.');
    const isNear = (row: Row): number => (row.file.startsWith(`test/${near}`) ? 1 : 0);
    const inRoom = (row: Row): number => (row.file.startsWith(`test/${file.slice(0, file.lastIndexOf('/'))}/`) ? 1 : 0);
    return this.rows
      .filter(runs)
      .toSorted((a, b) => isNear(b) - isNear(a) || inRoom(b) - inRoom(a) || a.ms - b.ms)
      .map((row) => row.file);
  }

  /** How long these files may say nothing before they hang. */
  silenceMs(files: readonly string[]): number {
    const longest = Math.max(...this.rows.filter(({ file }) => files.includes(file)).map(({ ms }) => ms));
    return 15_000 + 5 * longest;
  }
}

/**
 * Whether V8's name of a function is one of those that a mutant stands in. What stands at the top of a file runs whenever it
 * is loaded: it is judged by who uses something of it.
 */
function isOf(name: string, within: string): boolean {
  if (within === '') return name !== '' && name !== 'get' && name !== '_export';
  const names = within.split('.');
  const innermost = names.at(-1) === 'constructor' ? names.at(-2) : names.at(-1);
  return name.replace(/^(?:get|set|static) /, '') === innermost;
}
