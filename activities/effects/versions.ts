/** The names that `file.ts` gives to things in its folder, and what it reads from them. */
import { randomUUID } from 'node:crypto';
import { readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/** What lies in the folder for one name. */
export interface Versions {
  /** Tokens of complete versions, newest first. */
  readonly tokens: readonly number[];
  /** The largest token that was ever seen here: of a version, or of the pointer when somebody removed its version. */
  readonly newest: number;
  /** Token of the version that the pointer names; 0 when there is no pointer. */
  readonly pointed: number;
  /** Temporary files, of writers at work or dead. */
  readonly unfinished: readonly { readonly file: string; readonly token: number }[];
}

export const versionName = (name: string, token: number): string => `${name}.v${token}`;

/** Temporary names carry the token of their writer, so that a newer writer knows which ones to take away. */
export const temporaryName = (name: string, token: number): string => `.${name}.${token}.${randomUUID()}`;

export async function readVersions(folder: string, name: string): Promise<Versions> {
  const files = await readdir(folder);
  const tokens = files.flatMap((file) => tokenOf(file, `${name}.v`, /^\d+$/)).toSorted((a, b) => b - a);
  const unfinished = files.flatMap((file) =>
    tokenOf(file, `.${name}.`, /^\d+\.[0-9a-f-]{36}$/).map((token) => ({ file, token })),
  );
  const pointed = await pointedBy(folder, name);
  return { tokens, newest: Math.max(pointed, ...tokens), pointed, unfinished };
}

function tokenOf(file: string, prefix: string, rest: RegExp): number[] {
  const tail = file.slice(prefix.length);
  return file.startsWith(prefix) && rest.test(tail) ? [Number.parseInt(tail, 10)] : [];
}

/** @throws when something else than our pointer has the name: it is not ours to replace. */
async function pointedBy(folder: string, name: string): Promise<number> {
  const path = join(folder, name);
  try {
    const [token] = tokenOf(await readlink(path), `${name}.v`, /^\d+$/);
    if (token !== undefined) return token;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return 0;
    if (!hasCode(error, 'EINVAL')) throw error;
  }
  throw new Error(`${path} exists and was not made by this adapter. Move it away, or write to another name or folder.`);
}

export function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
