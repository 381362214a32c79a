/** What a run shows to whoever is to answer it. */
import { readResultFile } from './download';
import { NotPossible } from './errors';
import type { Link } from './link';
import { progressOf } from './progress';

/** A text that a `run.waitFor` shows, and what is waited for. */
export interface AskedFile {
  readonly wait: string;
  readonly name: string;
  readonly text: string;
}

/** See `RunHandle.asked`. */
export async function askedFiles(link: Link, id: string): Promise<AskedFile[]> {
  const own = await progressOf(link, id);
  if (!own) throw new NotPossible(`No worker tells what ${id} waits for. Start one, then try again.`);
  const shown = own.waits.flatMap(({ name, files = [] }) => files.map((file) => ({ wait: name, file })));
  return Promise.all(
    shown.map(async ({ wait, file }) => ({ wait, name: file.name, text: await readResultFile(link, id, file) })),
  );
}
