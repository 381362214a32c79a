/**
 * Makes the package `pipeline-worker-report` of the build: `node dist/packages/assemble.js FOLDER`. Its files lie as in the tree;
 * what they import of the kit's files they find in the packed kit, by its public entries.
 */
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { ENTRIES, isReport } from './parts';

/** By the package's own name: from the build as from sources. */
const root = dirname(require.resolve('pipeline-worker/package.json'));
const dist = join(root, 'dist');

const ENDING = /(\.d)?\.[jt]s$/;
/** Relative imports, as the compiler writes them. */
const IMPORTS = /(\brequire\(|\bimport\(|\bfrom )(['"])(\.\.?\/[^'"]*)\2/g;

/** @returns the folder of the package, ready to be packed or published. What was there is gone. */
export async function assemble(target: string): Promise<string> {
  await rm(target, { recursive: true, force: true });
  const all = (await readdir(dist, { recursive: true, encoding: 'utf8' })).filter((file) => ENDING.test(file));
  const files = new Set(all.map((file) => file.replace(ENDING, '')));
  for (const file of all.filter((one) => isReport(one.replace(ENDING, '')))) {
    const text = await readFile(join(dist, file), 'utf8');
    const to = join(target, 'dist', file);
    await mkdir(dirname(to), { recursive: true });
    await writeFile(to, file.endsWith('.bundle.js') ? text : rewired(file, text, files));
  }
  await cp(join(root, 'packages', 'report'), target, { recursive: true });
  for (const file of ['LICENSE', 'NOTICE', join('docs', 'report-format.md')])
    await cp(join(root, file), join(target, file));
  return target;
}

function rewired(file: string, text: string, files: ReadonlySet<string>): string {
  return text.replaceAll(IMPORTS, (found: string, before: string, quote: string, path: string) => {
    const plain = relative(dist, resolve(dist, dirname(file), path));
    const target = files.has(plain) ? plain : `${plain}/index`;
    if (isReport(target)) return found;
    const room = target.split('/')[0] ?? '';
    if (ENTRIES[room] === undefined) throw new Error(`${file} imports ${target}, which the kit does not export`);
    return `${before}${quote}pipeline-worker/${room}${quote}`;
  });
}

if (require.main === module) {
  const [, , target] = process.argv;
  if (target === undefined) throw new Error('node dist/packages/assemble.js FOLDER');
  assemble(resolve(target)).then(console.log, (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
}
