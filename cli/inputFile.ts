import {
  InputFault,
  MAX_BYTES,
  readComments,
  readFileBounded,
  readingText,
  readStream,
} from '../activities/report/input';
import type { Reading, ReadingOptions } from '../activities/report/input';
import type { LedgerEntry } from '../activities/report/model';
import { moduleOf } from '../activities/report/openAnalysers';

/** What a report will be made of, and what not. */
export interface InputPlan {
  readonly file: string;
  readonly reading: Reading;
  /** Answers that are analysed. */
  readonly used: number;
  readonly speakers: number;
  /** Rows that are not, by reason, the most frequent first; each is in the ledger of the run too. */
  readonly leftOut: readonly { readonly reason: string; readonly rows: number; readonly inputs: readonly string[] }[];
  readonly languages: readonly { readonly language: string; readonly count: number }[];
  /** A guess: measured on two cores of 2026. */
  readonly seconds: number;
}

export interface InputFile {
  readonly bytes: Uint8Array;
  readonly rows: number;
  /** Rows that will not be used, those in another language among them. */
  readonly skipped: number;
  readonly plan: InputPlan;
}

/**
 * Reads a file (`-` is standard input) and finds faults of the whole of it before anything is started: what fails here would fail in
 * the worker.
 * @throws InputFault, saying what, where, why and what to do.
 */
export async function readInputFile(path: string, as: ReadingOptions = {}, analyser?: string): Promise<InputFile> {
  const bytes = await readWhole(path);
  const { comments, skipped, total, reading } = readComments(bytes, as);
  const { used, setAside, languages, seconds } = moduleOf(analyser).look(comments);
  const plan: InputPlan = {
    file: path === '-' ? 'standard input' : path,
    reading,
    used: used.length,
    speakers: new Set(used.map(({ speaker }) => speaker)).size,
    leftOut: byReason([...skipped, ...setAside]),
    languages,
    seconds,
  };
  return { bytes, rows: total, skipped: skipped.length + setAside.length, plan };
}

/** For people: what is read, what is left out and why, how long it takes. */
export function planText({ file, reading, used, speakers, leftOut, languages, seconds }: InputPlan): string[] {
  const out = leftOut.reduce((sum, { rows }) => sum + rows, 0);
  const counted = languages.map(({ language, count }) => `${language} ${count}`);
  return [
    `${file}: ${used + out} ${reading.questions.length > 1 ? 'answers' : 'rows'}, ${used} usable`,
    ...readingText(reading, counted),
    ...leftOut.map(
      ({ reason, rows, inputs }) =>
        `left out: ${rows}, ${reason} (${inputs.slice(0, 3).join(', ')}${rows > 3 ? ' …' : ''})`,
    ),
    `to analyse: ${used} comments of ${speakers} ${speakers === 1 ? 'person' : 'people'}, about ${seconds} s`,
  ];
}

/** Without what differs from row to row, which the ledger of the run has. */
function byReason(entries: readonly LedgerEntry[]): InputPlan['leftOut'] {
  const groups = new Map<string, string[]>();
  for (const { input, reason = '' } of entries) {
    const kind = reason.startsWith('language: ') ? reason : (reason.split(':')[0] ?? '');
    const group = groups.get(kind);
    if (group === undefined) groups.set(kind, [input]);
    else group.push(input);
  }
  return [...groups]
    .map(([reason, inputs]) => ({ reason, rows: inputs.length, inputs: inputs.slice(0, 10) }))
    .toSorted((a, b) => b.rows - a.rows || (a.reason < b.reason ? -1 : 1));
}

const REMEDY = 'Check the path and your permission to read it';

async function readWhole(path: string): Promise<Uint8Array> {
  try {
    return await (path === '-' ? readStream(process.stdin, MAX_BYTES) : readFileBounded(path, MAX_BYTES));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error) || error instanceof InputFault) throw error;
    const facts = { what: `Cannot read ${path}`, where: 'the file', why: error.message, remedy: REMEDY };
    throw new InputFault('UNREADABLE', facts, { cause: error });
  }
}
