import { InputFault, MAX_BYTES, readComments, readFileBounded } from '../activities/report/input';
import { findLanguages } from '../activities/report/builtin/language';
import { readable } from '../activities/report/builtin/readable';
import { Usage } from './exit';

/**
 * Reads a CSV and finds faults of the whole file before anything is started: what fails here would fail in the worker.
 * `skipped` counts the rows that will not be used, those in another language among them.
 * @throws Usage or InputFault, saying what, where, why and what to do.
 */
export async function readInputFile(path: string): Promise<{ bytes: Uint8Array; rows: number; skipped: number }> {
  const bytes = await readWhole(path);
  const { comments, skipped, total } = readComments(bytes);
  const { setAside } = readable(comments, findLanguages(comments));
  return { bytes, rows: total, skipped: skipped.length + setAside.length };
}

async function readWhole(path: string): Promise<Uint8Array> {
  try {
    return await readFileBounded(path, MAX_BYTES);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error) || error instanceof InputFault) throw error;
    throw new Usage(`Cannot read ${path}: ${error.message}. Check the path and your permission to read it.`);
  }
}
