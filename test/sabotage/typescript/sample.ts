import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { Copy, root } from '../copy';
import { shuffled, type TypescriptMutant, typescriptMutants } from './mutants';
import type { Reach } from './reach';
import { compiling } from './types';

/** What is judged where nobody says `MUTANTS`. */
const SAMPLE = 64;
/** For each one wanted: about every second mutant does not compile, and some run in no fast test. */
const CANDIDATES = 4;

/** What a copy needs for the fast tier and the compiler. */
const copied =
  'activities bench cli client deploy docs examples packages redis render report testing test worker workflows .ci ' +
  'README.md CHANGELOG.md jest.config.js package.json tsconfig.json tsconfig.build.json';
export const copyOfAll = (): Copy => new Copy(copied.split(' '));

export interface Sample {
  readonly seed: string;
  readonly mutants: readonly TypescriptMutant[];
  /** What came before the last of them in the order of the seed, and runs in no test of the fast tier. */
  readonly notRun: number;
}

/**
 * The first mutants in the order of a seed that compile and that some test runs. `MUTANTS` says of which: the beginning of
 * their names (`redis/hold.ts`, `client`), or `all`, which with a sample is the default; `MUTANTS_MOST` how many at most, and
 * `MUTANTS_SEED` is in place of the commit.
 */
export async function sampleOf(copy: Copy, reach: Reach): Promise<Sample> {
  const { MUTANTS: wanted, MUTANTS_SEED: seed = commit() } = process.env;
  const size = Number(process.env['MUTANTS_MOST'] ?? (wanted === undefined ? SAMPLE : Infinity));
  const isWanted = ({ name }: TypescriptMutant): boolean =>
    wanted === undefined || wanted === 'all' || name.startsWith(wanted);
  const order = shuffled(typescriptMutants(root).filter(isWanted), seed);
  const candidates = order.slice(0, CANDIDATES * size);
  const run = candidates.filter((mutant) => reach.by(mutant).length > 0);
  const mutants = (await compiling(copy, run)).slice(0, size);
  const last = mutants.at(-1);
  const considered = size < Infinity && last ? candidates.slice(0, candidates.indexOf(last) + 1) : candidates;
  return { seed, mutants, notRun: considered.filter((mutant) => !run.includes(mutant)).length };
}

/** The commit; where there is none, as in an unpacked archive, the names of all mutants, which change with the code. */
function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    // No git, or no repository.
    const names = typescriptMutants(root).map(({ name }) => name);
    return createHash('sha1').update(names.join('\n')).digest('hex');
  }
}
