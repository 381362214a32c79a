import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Copy } from '../copy';
import { rooms, type TypescriptMutant } from './mutants';
import { run } from './run';

const CONFIG = 'tsconfig.mutants.json';

/** Those of them that still compile, in their order: what the compiler refuses nobody can commit, so it is no mutant. */
export async function compiling<M extends TypescriptMutant>(copy: Copy, mutants: readonly M[]): Promise<M[]> {
  const compilerOptions = { incremental: true, tsBuildInfoFile: 'mutants.tsbuildinfo' };
  const include = [...rooms.map((room) => `${room}/**/*.ts`), 'activities/**/*.d.ts'];
  const config = { extends: './tsconfig.json', compilerOptions, include };
  writeFileSync(join(copy.folder, CONFIG), JSON.stringify(config));
  const wrong = await filesWithErrors(copy.folder);
  if (wrong.size > 0) throw new Error(`With nothing broken these do not compile: ${[...wrong].join(', ')}`);
  const { refused, unsure } = await besideTheirFiles(copy, mutants);
  for (const batch of batches(unsure)) for (const mutant of await refusedOf(copy, batch)) refused.add(mutant);
  return mutants.filter((mutant) => !refused.has(mutant));
}

/**
 * All at once, each as a file of its own beside the one that it breaks, which nobody imports. Unsure is what others may see,
 * and what cannot be asked so: where the same file with nothing broken is refused too.
 */
async function besideTheirFiles<M extends TypescriptMutant>(
  { folder }: Copy,
  mutants: readonly M[],
): Promise<{ refused: Set<M>; unsure: M[] }> {
  const beside = (file: string, name: string): string => file.replace(/\.ts$/, `.${name}.ts`);
  const whole = new Map([...new Set(mutants.map(({ file }) => file))].map((file) => [file, beside(file, 'whole')]));
  const broken = new Map(mutants.map((mutant, i) => [mutant, beside(mutant.file, `broken${i}`)]));
  const sourceOf = (file: string): string => readFileSync(join(folder, file), 'utf8');
  try {
    for (const [file, name] of whole) writeFileSync(join(folder, name), sourceOf(file));
    for (const [{ file, change }, name] of broken) writeFileSync(join(folder, name), change(sourceOf(file)));
    const wrong = await filesWithErrors(folder);
    const isSure = ({ file }: M): boolean => !wrong.has(whole.get(file) ?? '');
    const refused = mutants.filter((mutant) => isSure(mutant) && wrong.has(broken.get(mutant) ?? ''));
    const isLeft = (mutant: M): boolean => !refused.includes(mutant) && !(mutant.isHidden && isSure(mutant));
    return { refused: new Set(refused), unsure: mutants.filter(isLeft) };
  } finally {
    for (const name of [...whole.values(), ...broken.values()]) rmSync(join(folder, name), { force: true });
  }
}

/** One mutant a file in each. */
function batches<M extends TypescriptMutant>(mutants: readonly M[]): M[][] {
  const all: Map<string, M>[] = [];
  for (const mutant of mutants) {
    const free = all.find((batch) => !batch.has(mutant.file)) ?? all[all.push(new Map()) - 1];
    free?.set(mutant.file, mutant);
  }
  return all.map((batch) => [...batch.values()]);
}

/** A mistake may show in another file than where it is: then one half after the other is asked. */
async function refusedOf<M extends TypescriptMutant>(copy: Copy, batch: readonly M[]): Promise<M[]> {
  if (batch.length === 0) return [];
  const files = await copy.broken(batch, () => filesWithErrors(copy.folder));
  const refused = batch.filter(({ file }) => files.has(file));
  const left = batch.filter((mutant) => !refused.includes(mutant));
  if (refused.length === files.size) return refused;
  if (batch.length === 1) return [...batch];
  const half = Math.ceil(left.length / 2);
  return [...refused, ...(await refusedOf(copy, left.slice(0, half))), ...(await refusedOf(copy, left.slice(half)))];
}

async function filesWithErrors(folder: string): Promise<Set<string>> {
  const args = ['typescript/bin/tsc', '--noEmit', '--pretty', 'false', '-p', CONFIG];
  const { code, said } = await run(folder, args, { silenceMs: 240_000 });
  const files = [...said.matchAll(/^(\S+\.ts)\(\d+,\d+\): error/gm)].map(([, file = '']) => file);
  if (code !== 0 && files.length === 0) throw new Error(`The compiler does not run: ${said.slice(0, 1000)}`);
  return new Set(files);
}
