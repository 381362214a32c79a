import { writeFileSync } from 'node:fs';
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
  const refused = new Set<M>();
  for (const batch of batches(mutants)) for (const mutant of await refusedOf(copy, batch)) refused.add(mutant);
  return mutants.filter((mutant) => !refused.has(mutant));
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
