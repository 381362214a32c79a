import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformFileSync } from '@swc/core';

const root = join(__dirname, '..', '..');

/**
 * The build has no tests in it: these files of a folder of `test/` are put beside it, so that a process of its own can run them.
 * @returns their folder.
 */
export function buildBesideTheBuild(folder: string, files: readonly string[]): string {
  const target = join(root, 'dist', 'test', folder);
  mkdirSync(target, { recursive: true });
  for (const file of files) {
    const { code } = transformFileSync(join(root, 'test', folder, `${file}.ts`), {
      module: { type: 'commonjs' },
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    });
    writeFileSync(join(target, `${file}.js`), code);
  }
  return target;
}
