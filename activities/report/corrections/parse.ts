/** A corrections file as text: one correction a line, checked as far as that can be done without the report. */
import { isUtf8 } from 'node:buffer';
import { z } from 'zod';
import { InputFault } from '../input/fault';
import { LineFault, wordsOf, type Word } from './line';

export const MAX_FILE_BYTES = 1024 * 1024;
export const MAX_LINES = 10_000;
const MAX_NAME = 120;
const MAX_REASON = 300;
/** Of the faults of a file so many are told: the others are often the same one. */
const TOLD_FAULTS = 20;

export type PartKind = 'topic' | 'subtopic' | 'claim';

/** What a line is about: an id of the report, or as much of its beginning as tells it from all others. */
export interface Part {
  readonly kind: PartKind;
  readonly id: string;
}

export type Correction = {
  readonly line: number;
  /** The line without its comment, with single spaces. */
  readonly text: string;
} & (
  | { readonly kind: 'rename'; readonly of: Part; readonly name: string }
  | { readonly kind: 'merge'; readonly of: readonly Part[]; readonly into: Part }
  | { readonly kind: 'split'; readonly from: Part; readonly name: string; readonly of: readonly Part[] }
  | { readonly kind: 'move'; readonly of: readonly Part[]; readonly to: Part }
  | { readonly kind: 'hide'; readonly of: readonly Part[]; readonly reason: string }
);

/** What is wrong with one line. */
export const Problem = z.object({ line: z.number().int(), what: z.string() });
export type Problem = z.infer<typeof Problem>;

/** How each kind is written, for whoever wrote it otherwise. */
export const FORMS = {
  rename: 'rename topic:ID "NAME"',
  merge: 'merge topic:ID into topic:ID',
  split: 'split topic:ID into "NAME" with claim:ID claim:ID',
  move: 'move claim:ID to topic:ID',
  hide: 'hide claim:ID because "REASON"',
} as const satisfies Readonly<Record<Correction['kind'], string>>;

/** @throws InputFault for bytes that are no text, or too many of them. */
export function textOfCorrections(bytes: Uint8Array): string {
  if (bytes.byteLength > MAX_FILE_BYTES) {
    throw fault('The corrections are too large', `${bytes.byteLength} bytes`, `at most ${MAX_FILE_BYTES} are read`);
  }
  if (!isUtf8(bytes)) throw fault('The corrections are no text', 'the file', 'it is not UTF-8', 'Save it as UTF-8');
  return new TextDecoder().decode(bytes);
}

/** The corrections of a file, in its order, and its wrong lines. Lines that hold nothing but a comment (from `#` on) are neither. */
export function readCorrections(text: string): { corrections: Correction[]; problems: Problem[] } {
  const lines = text.replace(/^\uFEFF/u, '').split(/\r\n|\n|\r/u);
  if (lines.length > MAX_LINES)
    throw fault('The corrections are too many', `${lines.length} lines`, `at most ${MAX_LINES} are read`);
  const problems: Problem[] = [];
  const corrections = lines.flatMap((line, at) => {
    try {
      return correctionOf(line, at + 1) ?? [];
    } catch (error) {
      if (!(error instanceof LineFault)) throw error;
      problems.push({ line: at + 1, what: error.message });
      return [];
    }
  });
  return { corrections, problems };
}

/**
 * The same where no line may be wrong.
 * @throws InputFault naming each wrong line and what is wrong with it: mend them, nothing was done.
 */
export function parseCorrections(text: string): Correction[] {
  const { corrections, problems } = readCorrections(text);
  if (problems.length > 0) throw faultOf(problems);
  return corrections;
}

/** What is wrong with lines of a file, as one fault of it. */
export function faultOf(problems: readonly Problem[]): InputFault {
  const told = problems.slice(0, TOLD_FAULTS).map(({ line, what }) => `line ${line}: ${what}`);
  const more = problems.length > TOLD_FAULTS ? [`and ${problems.length - TOLD_FAULTS} more`] : [];
  return fault(
    `${problems.length === 1 ? 'A line' : `${problems.length} lines`} of the corrections cannot be followed`,
    problems.length === 1 ? `line ${problems[0]?.line}` : 'the lines named',
    [...told, ...more].join('; '),
    'Mend them, or put a # before them; nothing was corrected',
  );
}

const fault = (what: string, where: string, why: string, remedy = 'Make it smaller'): InputFault =>
  new InputFault('CORRECTIONS', { what, where, why, remedy });

/** Nobody sees these, and those of direction turn the text around them; a tab is white space. */
const UNSEEN = /(?!\t)[\p{Control}\p{Surrogate}\u200B\u2028-\u202E\u2060-\u2069\uFEFF]/u;

function correctionOf(line: string, number: number): Correction | undefined {
  const unseen = UNSEEN.exec(line)?.[0].codePointAt(0);
  if (unseen !== undefined)
    throw new LineFault(
      `it holds a character that nobody sees (U+${unseen.toString(16).toUpperCase().padStart(4, '0')})`,
    );
  const [verb, ...words] = wordsOf(line);
  if (verb === undefined) return undefined;
  const kind = kindOf(verb);
  const text = [verb, ...words].map(written).join(' ');
  return { line: number, text, ...READ[kind](new Reader(FORMS[kind], words)) };
}

const written = ({ text, isQuoted }: Word): string => (isQuoted ? `"${text.replaceAll(/["\\]/gu, '\\$&')}"` : text);

const KINDS = Object.keys(FORMS) as Correction['kind'][];

function kindOf({ text, isQuoted }: Word): Correction['kind'] {
  const kind = KINDS.find((name) => !isQuoted && name === text.toLowerCase());
  if (kind !== undefined) return kind;
  throw new LineFault(`${shown(text)} is no correction: a line begins with ${KINDS.join(', ')} or #`);
}

type Body = Correction extends infer C ? (C extends Correction ? Omit<C, 'line' | 'text'> : never) : never;

const READ: Readonly<Record<Correction['kind'], (words: Reader) => Body>> = {
  rename(words) {
    const [of] = words.parts(['topic', 'subtopic'], 1);
    words.skip('to');
    return { kind: 'rename', of, name: words.name() };
  },
  merge(words) {
    const of = words.parts(['topic', 'subtopic']);
    words.must('into');
    const [into] = words.parts(['topic', 'subtopic'], 1);
    words.end();
    if (of.some(({ kind }) => kind !== into.kind))
      throw new LineFault('a topic is merged into a topic, a subtopic into a subtopic');
    return { kind: 'merge', of, into };
  },
  split(words) {
    const [from] = words.parts(['topic'], 1);
    words.must('into');
    const name = words.name(false);
    words.must('with');
    const of = words.parts(['claim', 'subtopic']);
    words.end();
    return { kind: 'split', from, name, of };
  },
  move(words) {
    const of = words.parts(['claim', 'subtopic']);
    words.must('to');
    const [to] = words.parts(['topic', 'subtopic'], 1);
    words.end();
    if (to.kind === 'subtopic' && of.some(({ kind }) => kind === 'subtopic'))
      throw new LineFault('a subtopic is moved to a topic; to join two subtopics, merge them');
    return { kind: 'move', of, to };
  },
  hide(words) {
    const of = words.parts(['claim', 'subtopic', 'topic']);
    words.must('because');
    return { kind: 'hide', of, reason: words.quoted('the reason', MAX_REASON) };
  },
};

/** As an id is written in the file, and as the address of its link on the page ends. */
const WRITTEN = /^(?:(topic|subtopic|claim):|([tsc])-)([0-9A-Za-z_-]{4,64})$/u;
const BY_ANCHOR: Readonly<Record<string, PartKind>> = { t: 'topic', s: 'subtopic', c: 'claim' };

/** Takes the words of a line one after another. */
class Reader {
  constructor(
    private readonly form: string,
    private readonly words: Word[],
  ) {}

  private fail(what: string): never {
    throw new LineFault(`${what}; it is written ${this.form}`);
  }

  skip(word: string): boolean {
    const [next] = this.words;
    const isIt = next !== undefined && !next.isQuoted && next.text.toLowerCase() === word;
    if (isIt) this.words.shift();
    return isIt;
  }

  must(word: string): void {
    const [next] = this.words;
    if (!this.skip(word)) this.fail(`“${word}” is missing${next === undefined ? '' : ` before ${shown(next.text)}`}`);
  }

  end(): void {
    const [next] = this.words;
    if (next !== undefined) this.fail(`${shown(next.text)} is too much`);
  }

  /** One or more ids of these kinds. */
  parts(kinds: readonly PartKind[], most = Infinity): [Part, ...Part[]] {
    const found: Part[] = [];
    while (found.length < most && this.words[0] !== undefined && !this.words[0].isQuoted) {
      const match = WRITTEN.exec(this.words[0].text.replace(/,$/u, ''));
      if (!match) break;
      const [, name, anchor = '', id = ''] = match;
      const kind = (name as PartKind | undefined) ?? BY_ANCHOR[anchor] ?? 'topic';
      if (!kinds.includes(kind))
        this.fail(`${shown(this.words[0].text)} is a ${kind}, where ${either(kinds)} is expected`);
      found.push({ kind, id });
      this.words.shift();
    }
    const [first, ...others] = found;
    if (first !== undefined) return [first, ...others];
    const [next] = this.words;
    return this.fail(
      `${next === undefined ? 'nothing' : shown(next.text)} stands where ${either(kinds)} is expected, as ${kinds[0]}:3fa9c1d2e0b4`,
    );
  }

  /** The name of a topic or subtopic. */
  name(isLast = true): string {
    return this.quoted('the name', MAX_NAME, isLast);
  }

  quoted(what: string, most: number, isLast = true): string {
    const next = this.words.shift();
    if (next === undefined) return this.fail(`${what} is missing`);
    if (!next.isQuoted) return this.fail(`${what} stands in quotation marks, and ${shown(next.text)} does not`);
    const text = next.text.replace(/\s+/gu, ' ').trim();
    if (!/[\p{L}\p{N}]/u.test(text)) this.fail(`${what} is empty`);
    if (text.length > most) throw new LineFault(`${what} has ${text.length} characters, at most ${most}`);
    if (isLast) this.end();
    return text;
  }
}

const either = (kinds: readonly string[]): string => kinds.join(' or ');
const shown = (text: string): string => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
