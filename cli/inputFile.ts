import { readFile, stat } from 'node:fs/promises';
import { InputFault, MAX_BYTES, readComments } from '../activities/report/input';
import { checkEnglish } from '../activities/report/builtin/language';
import { notEnglish } from '../activities/report/builtin/notEnglish';
import { Usage } from './exit';

/**
 * Reads a CSV and finds faults of the whole file before anything is started: what fails here would fail in the worker.
 * @throws Usage or InputFault, saying what, where, why and what to do.
 */
export async function readInputFile(path: string): Promise<{ bytes: Uint8Array; rows: number; skipped: number }> {
  const bytes = await readWhole(path);
  const { comments, skipped, total } = readComments(bytes);
  const verdict = checkEnglish(comments);
  if (!verdict.english) throw notEnglish(verdict);
  return { bytes, rows: total, skipped: skipped.length };
}

async function readWhole(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) {
      throw new InputFault('TOO_LARGE', {
        what: 'The file is too large',
        where: path,
        why: `it has ${size} bytes, at most ${MAX_BYTES} are read`,
        remedy: 'Split it into several files',
      });
    }
    return await readFile(path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error) || error instanceof InputFault) throw error;
    throw new Usage(`Cannot read ${path}: ${error.message}. Check the path and your permission to read it.`);
  }
}
