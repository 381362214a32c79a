import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { sha256 } from '../redis/canonical';
import { FileLost } from './errors';
import { rebuildCommandOf } from './inspect/reproduce';
import type { Link } from './link';
import { originOf } from './origin';
import type { ReportFile } from './outcome';
import { safeName } from './safeName';
import { quoted } from './shell';

/** The text of one file of a result, checked against its sha256. Rejects with FileLost or RedisUnreachable. */
export async function readResultFile(link: Link, id: string, file: ReportFile): Promise<string> {
  const run = (await link.store()).run(id);
  const stored = await run.getBlob({ sha: file.ref.$ref, bytes: file.ref.bytes });
  if (stored === 'missing') throw await gone(link, id, file);
  const text = stored === 'corrupt' ? undefined : (JSON.parse(Buffer.from(stored).toString('utf8')) as unknown);
  if (typeof text === 'string' && sha256(text) === file.sha256) return text;
  throw new FileLost(
    `The file ${file.name} of run ${id} is damaged in Redis. Make it again from what is cached: retry ${quoted(id)} --from ${file.ref.step}`,
  );
}

/** Nothing in Redis need be left by then, an uploaded input neither: only who has the file can bring it back. */
async function gone(link: Link, id: string, file: ReportFile): Promise<FileLost> {
  const origin = await originOf(link, id);
  const { command, needsInput } = rebuildCommandOf(id, origin?.input);
  const input = needsInput ? ', with the same FILE.csv as before' : '';
  return new FileLost(
    `The file ${file.name} of run ${id} is gone from Redis: it was not kept for longer. The same run makes it again${input}: ${command}`,
  );
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

/** A name as pipelines give their files. Any other is made harmless: it stands in the folder, wherever it says it does. */
const FILE_NAME = /^\w(?:[\w .-]*[\w-])?$/;

/** Reads and checks all files first, so that a lost one leaves nothing half-written. @returns the paths. */
export async function downloadFiles(
  link: Link,
  id: string,
  files: readonly ReportFile[],
  folder: string,
): Promise<string[]> {
  const texts = await Promise.all(files.map((file) => readResultFile(link, id, file)));
  const paths = files.map(({ name }) => join(folder, FILE_NAME.test(name) ? name : safeName(name)));
  await Promise.all(paths.map((path, i) => writeWhole(path, texts[i] ?? '')));
  return paths;
}
