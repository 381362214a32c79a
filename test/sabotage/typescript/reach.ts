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

export interface Reaching {
  readonly file: string;
  readonly ms: number;
  readonly share: number;
}

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

  /** The test files that run what this mutant breaks. */
  by({ file, within }: TypescriptMutant): Reaching[] {
    return this.rows
      .filter(({ functions, red }) => red === undefined && functions?.[file]?.some((name) => isOf(name, within)))
      .map((row) => ({ file: row.file, ms: row.ms, share: shareOf(row, file) }));
  }
}

/** What a test of this file may take: what it took with nothing broken, with room for a busy machine. */
export const limitMsOf = ({ ms }: Pick<Reaching, 'ms'>): number => 4000 + 4 * ms;

/** How much of all that a test file runs lies in this file. Who tests it alone is the likeliest to notice. */
function shareOf(row: Row, file: string): number {
  const all = Object.values(row.functions ?? {}).reduce((sum, { length }) => sum + length, 0);
  return (row.functions?.[file]?.length ?? 0) / all;
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
