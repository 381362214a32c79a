import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { sha256 } from './canonical';
import { FileLost } from './errors';
import type { Link } from './link';
import type { ReportFile } from './outcome';

/** The text of one file of a result, checked against its sha256. Rejects with FileLost or RedisUnreachable. */
export async function readResultFile(link: Link, id: string, file: ReportFile): Promise<string> {
  const run = (await link.store()).run(id);
  const stored = await run.getBlob({ sha: file.ref.$ref, bytes: file.ref.bytes });
  const lost = (why: string): FileLost =>
    new FileLost(
      `The file ${file.name} of run ${id} is ${why} in Redis. Make it again from what is cached: retry ${id} --from ${file.ref.step}`,
    );
  if (typeof stored === 'string') throw lost(stored);
  const text = JSON.parse(Buffer.from(stored).toString('utf8')) as unknown;
  if (typeof text !== 'string' || sha256(text) !== file.sha256) throw lost('not what the run had written');
  return text;
}

/** Writes a file so that a reader sees the old content or the whole new one. Creates its folder. */
export async function writeWhole(path: string, content: string): Promise<void> {
  const draft = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeFile(draft, content, { flush: true });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Reads and checks all files first, so that a lost one leaves nothing half-written. @returns the paths. */
export async function downloadFiles(
  link: Link,
  id: string,
  files: readonly ReportFile[],
  folder: string,
): Promise<string[]> {
  const texts = await Promise.all(files.map((file) => readResultFile(link, id, file)));
  const paths = files.map((file) => join(folder, basename(file.name)));
  await Promise.all(paths.map((path, i) => writeWhole(path, texts[i] ?? '')));
  return paths;
}
