import { readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { writeAtomically } from './cache';
import { identify, isIdentity, isRunning, type ProcessIdentity } from './identity';
import { stopProcess } from './stop';

/** What is noted about a server while it runs, so that the next start can clean up after a killed owner. */
export interface ServerRecord {
  kind: string;
  server: ProcessIdentity;
  owner: ProcessIdentity;
  startedAt: string;
  /** Folder that goes with the server. Only a folder made by `tempFolderPrefix` is ever removed. */
  tempDir: string;
}

/** Every temp folder of a server begins with this path. */
export const tempFolderPrefix = join(tmpdir(), 'pipeline-worker-');

/** Notes a server just started by this process. Returns how to take the note back. */
export async function register(
  cache: string,
  record: Pick<ServerRecord, 'kind' | 'tempDir' | 'server'>,
): Promise<() => Promise<void>> {
  const path = join(registryDir(cache), `${record.server.pid}.json`);
  const full: ServerRecord = { ...record, owner: identify(process.pid), startedAt: new Date().toISOString() };
  await writeAtomically(path, `${JSON.stringify(full)}\n`);
  return () => rm(path, { force: true });
}

/**
 * Stops every noted server whose owner is dead, and removes its temp folder.
 * A pid that was used again since is left alone: the start time differs. Returns what was stopped.
 */
export async function reapOrphans(cache: string): Promise<ServerRecord[]> {
  const records = await readRegistry(cache);
  const orphans = records.filter(({ record }) => !isRunning(record.owner));
  await Promise.all(
    orphans.map(async ({ path, record }) => {
      await stopProcess(record.server);
      await removeTempFolder(record.tempDir);
      await rm(path, { force: true });
    }),
  );
  return orphans.map(({ record }) => record);
}

/** Removes a server's temp folder; refuses any other path, because the record is a file that anybody may have edited. */
export async function removeTempFolder(path: string): Promise<void> {
  const isOurs = dirname(path) === dirname(tempFolderPrefix) && basename(path).startsWith(basename(tempFolderPrefix));
  if (isOurs) await rm(path, { recursive: true, force: true });
}

function registryDir(cache: string): string {
  return join(cache, 'servers');
}

/** All readable notes of a cache, with the paths of their files. */
export async function readRegistry(cache: string): Promise<{ path: string; record: ServerRecord }[]> {
  const folder = registryDir(cache);
  const names = await readdir(folder).catch(() => []);
  const entries = await Promise.all(
    names
      .filter((name) => name.endsWith('.json'))
      .map(async (name) => {
        const path = join(folder, name);
        const record = parseRecord(await readFile(path, 'utf8').catch(() => ''));
        return record === undefined ? [] : [{ path, record }];
      }),
  );
  return entries.flat();
}

function parseRecord(text: string): ServerRecord | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    // Another process took its note back between listing and reading, or the file is not ours.
    return undefined;
  }
}

function isRecord(value: unknown): value is ServerRecord {
  if (typeof value !== 'object' || value === null) return false;
  if (!('server' in value && 'owner' in value && 'tempDir' in value && 'kind' in value)) return false;
  return isIdentity(value.server) && isIdentity(value.owner) && typeof value.tempDir === 'string';
}
