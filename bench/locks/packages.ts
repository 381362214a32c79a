import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

/** The checkout: this file runs as dist/bench/locks/packages.js. */
const project = resolve(__dirname, '..', '..', '..');
const bench = join(project, 'bench');
const requireFromBench = createRequire(join(bench, 'package.json'));

/** Loads a package that only the bench has. Each caller states the few calls that it uses as a type. */
export function load(name: string): unknown {
  return orAdvice(name, (): unknown => requireFromBench(name));
}

function orAdvice<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Error(`${name} cannot be loaded; install the packages of the bench: npm --prefix bench ci`, {
      cause: error,
    });
  }
}

/** Name and version of a package of the bench, as published: `redlock 5.0.0-beta.2` for the folder redlock5. */
export function published(folder: string): string {
  const { name, version } = orAdvice(folder, () => manifest(join(bench, 'node_modules', folder)));
  return `${name} ${version.replace(/^v/, '')}`;
}

/** Version of this project. */
export function ownVersion(): string {
  return manifest(project).version;
}

/** Version of a package that this project itself depends on. */
export function projectDependency(name: string): string {
  return manifest(join(project, 'node_modules', name)).version;
}

function manifest(folder: string): { name: string; version: string } {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name: string; version: string };
}
