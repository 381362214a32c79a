import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { codeOf } from './errors';
import { identify, isIdentity, isRunning, type ProcessIdentity } from './identity';

/**
 * Makes this process the only one that runs a server on a data folder: two servers on one folder destroy its data.
 * Creates the folder. The claim of a dead process is taken over. Returns how to give it back.
 */
export async function claimFolder(dir: string): Promise<() => Promise<void>> {
  await mkdir(dir, { recursive: true });
  const path = join(dir, 'claimed-by.json');
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(identify(process.pid)));
  try {
    await linkOrTakeOver(draft, path, dir);
  } finally {
    await rm(draft, { force: true });
  }
  return () => rm(path, { force: true });
}

/** A link appears with its whole content or not at all, so nobody reads a claim that is half written. */
async function linkOrTakeOver(draft: string, path: string, dir: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await link(draft, path);
      return;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    const holder = await readHolder(path);
    if (attempt > 2 || (holder !== undefined && isRunning(holder))) {
      throw new Error(
        `${dir} is in use by the servers of process ${holder?.pid ?? 'unknown'}. ` +
          'Use those (the same command in this folder finds them), stop that process, or set PIPELINE_CACHE_DIR to another folder.',
      );
    }
    await rm(path, { force: true });
  }
}

async function readHolder(path: string): Promise<ProcessIdentity | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return isIdentity(value) ? value : undefined;
  } catch {
    // Given back between the two calls, or not written by us: either way nobody holds it.
    return undefined;
  }
}
