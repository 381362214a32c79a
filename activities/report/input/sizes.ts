/** How much a report takes. */
import type { Comment } from '../model';
import { InputFault } from './fault';

/** What was watched to become a report. */
export const MAX_ROWS = 20_000;
export const MAX_BYTES = 20 * 1024 * 1024;

/**
 * Of all comments together, as report.json holds them: each three times (the whole, its claims, their quotes), and 30 MB of other things at most;
 * the file is one blob. The largest file of plain text has 21 MB.
 */
export const MAX_TEXT_BYTES = 30_000_000;

/** @throws InputFault where the comments are longer together than a report takes. */
export function mustFit(comments: readonly Comment[]): void {
  const bytes = comments.reduce((sum, { text }) => sum + bytesOf(text), 0);
  if (bytes > MAX_TEXT_BYTES) throw tooMuchText(bytes);
}

/** Files travel as JSON of their text, so report.json's own escapes are escaped again. */
const bytesOf = (text: string): number => Buffer.byteLength(JSON.stringify(JSON.stringify(text)));

export function tooLarge(bytes: number, most: number): InputFault {
  return new InputFault('TOO_LARGE', {
    what: 'The file is too large',
    where: `${bytes} bytes`,
    why: `the limit is ${most} bytes`,
    remedy: 'Split the file, or raise the limit where the worker is configured',
  });
}

function tooMuchText(bytes: number): InputFault {
  return new InputFault('TOO_LARGE', {
    what: 'The comments are too long',
    where: `${bytes} bytes, as report.json holds all comments`,
    why: `the limit is ${MAX_TEXT_BYTES} bytes`,
    remedy: 'Split the file, or take a sample of it',
  });
}

export function tooManyRows(most: number): InputFault {
  return new InputFault('TOO_MANY_ROWS', {
    what: 'The file has too many rows',
    where: `row ${most + 1}`,
    why: `the limit is ${most} rows`,
    remedy: 'Split the file, or take a sample of it',
  });
}
