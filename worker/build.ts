/**
 * The last step of `npm run build`: what tsc does not do. Runs from `dist/`, and may not import what reads `dist/` as it
 * loads: on a clean checkout the Lua files are not there yet.
 */
import { chmod, cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { prebuildBundle } from './bundle';
import { BUNDLE } from './reportBundle';

const dist = resolve(__dirname, '..');
const project = resolve(dist, '..');

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** The texts of the scripts in place of the file that reads them. The folder is left beside it for people. */
async function writeLuaSources(folder: string, file: string): Promise<void> {
  const names = (await readdir(folder)).toSorted();
  const texts = await Promise.all(
    names.map(async (name) => [basename(name, '.lua'), await readFile(join(folder, name), 'utf8')] as const),
  );
  const code = [
    '"use strict";',
    `const texts = ${JSON.stringify(Object.fromEntries(texts), null, 2)};`,
    'exports.luaSource = (name) => texts[name];',
    '',
  ];
  await writeFile(file, code.join('\n'));
}

async function main(): Promise<void> {
  await cp(join(project, 'redis', 'lua'), join(dist, 'redis', 'lua'), { recursive: true });
  await writeLuaSources(join(project, 'redis', 'lua'), join(dist, 'redis', 'luaSources.js'));
  await chmod(join(dist, 'cli', 'main.js'), 0o755);
  await prebuildBundle(
    join(dist, 'workflows', 'index.js'),
    await filesBelow(join(dist, 'workflows')),
    join(dist, 'worker', BUNDLE),
  );
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
