import { InputFault, MAX_BYTES, readComments, readFileBounded } from '../activities/report/input';
import { findLanguages } from '../activities/report/builtin/language';
import { readable } from '../activities/report/builtin/readable';

/**
 * Reads a CSV and finds faults of the whole file before anything is started: what fails here would fail in the worker.
 * `skipped` counts the rows that will not be used, those in another language among them.
 * @throws InputFault, saying what, where, why and what to do.
 */
export async function readInputFile(path: string): Promise<{ bytes: Uint8Array; rows: number; skipped: number }> {
  const bytes = await readWhole(path);
  const { comments, skipped, total } = readComments(bytes);
  const { setAside } = readable(comments, findLanguages(comments));
  return { bytes, rows: total, skipped: skipped.length + setAside.length };
}

const REMEDY = 'Check the path and your permission to read it';

async function readWhole(path: string): Promise<Uint8Array> {
  try {
    return await readFileBounded(path, MAX_BYTES);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error) || error instanceof InputFault) throw error;
    const facts = { what: `Cannot read ${path}`, where: 'the file', why: error.message, remedy: REMEDY };
    throw new InputFault('UNREADABLE', facts, { cause: error });
  }
}
