import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Copy } from '../copy';
import type { TypescriptMutant } from './mutants';
import { fastTests } from './run';
import { type Row, Runner } from './runner';

/** Tests of other rooms, and those that read sources as text or start processes of their own: nothing of theirs is counted. */
const without = ['docs', 'replay', 'activities/report', 'packages', 'api', 'deploy', 'runPage', 'sabotage'];

/** Nothing is known of them yet. */
const FILE_LIMIT_MS = 60_000;

/** Which test files run what. */
export class Reach {
  private readonly rows: readonly Row[];

  /** @param text what `reached.mjs` wrote. */
  constructor(text: string) {
    const rows = text.split('\n').filter((line) => line !== '');
    this.rows = rows.map((line) => JSON.parse(line) as Row);
  }

  /** Runs the fast tier in a copy in which nothing is broken. What it found is kept in the file `MUTANTS_REACH`, if that is said. */
  static async in({ folder }: Copy, lanes: number): Promise<Reach> {
    const into = process.env['MUTANTS_REACH'] ?? join(folder, 'reach.jsonl');
    if (!existsSync(into)) {
      const waiting = await fastTests(
        folder,
        without.map((name) => `/test/${name}/`),
      );
      const work = async (runner: Runner): Promise<void> => {
        for (let file = waiting.shift(); file !== undefined; file = waiting.shift())
          appendFileSync(into, `${JSON.stringify(await runner.rowOf(file, FILE_LIMIT_MS))}\n`);
        runner.end();
      };
      await Promise.all(Array.from({ length: lanes }, () => work(new Runner(folder))));
    }
    return new Reach(readFileSync(into, 'utf8'));
  }

  /** Test files that are red with nothing broken, with their first red test: they judge nobody. */
  get red(): { readonly file: string; readonly test: string }[] {
    return this.rows.flatMap(({ file, red }) => (red === undefined ? [] : [{ file, test: red }]));
  }

  /** The test files that run what this mutant breaks: the nearest by their path first, then the shortest. */
  by({ file, within }: TypescriptMutant): string[] {
    const runs = ({ functions, red }: Row): boolean =>
      red === undefined && functions?.[file]?.some((name) => isOf(name, within)) === true;
    const near = file.replace(/\.ts$/, '.');
    const isNear = (row: Row): number => (row.file.startsWith(`test/${near}`) ? 1 : 0);
    const inRoom = (row: Row): number => (row.file.startsWith(`test/${file.slice(0, file.lastIndexOf('/'))}/`) ? 1 : 0);
    return this.rows
      .filter(runs)
      .toSorted((a, b) => isNear(b) - isNear(a) || inRoom(b) - inRoom(a) || a.ms - b.ms)
      .map((row) => row.file);
  }

  /** How long a test of these files may take: what it took with nothing broken, with room for a busy machine. */
  limitMs(files: readonly string[]): number {
    const longest = Math.max(...this.rows.filter(({ file }) => files.includes(file)).map(({ ms }) => ms));
    return 4000 + 4 * longest;
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
