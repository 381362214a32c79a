import { mkdir, writeFile, rename } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { randomUUID } from 'node:crypto';

/** The project cache folder: `PIPELINE_CACHE_DIR`, else `.pipeline-worker` in the current directory. Not created here. */
export function cacheDir(): string {
  return resolve(process.env['PIPELINE_CACHE_DIR'] ?? '.pipeline-worker');
}

/**
 * Writes a file so that a reader sees the old content or the new one, never a part of either.
 * Creates the folder. Fails with what to change when the folder cannot be written.
 */
export async function writeAtomically(path: string, content: string): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  await makeFolder(dirname(path));
  await writeFile(draft, content);
  await rename(draft, path);
}

/** Creates a folder of the cache, with an error that names the setting when that is impossible. */
export async function makeFolder(path: string): Promise<string> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw new Error(`Cannot create ${path}. Set PIPELINE_CACHE_DIR to a folder that this user may write.`, {
      cause: error,
    });
  }
  return path;
}

/** Where unpacked server binaries live. */
export function binDir(cache: string): string {
  return join(cache, 'bin');
}
