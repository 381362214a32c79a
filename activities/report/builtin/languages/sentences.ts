import { segmenterOf } from '.';
import { endsCutShort } from './german';

/** A sentence and where it stands, without the white space around it, and how many words it has. */
export interface Sentence {
  readonly start: number;
  readonly end: number;
  readonly words: number;
}

/** What ends so is no sentence yet: an initial, a number, an abbreviation. */
const GOES_ON =
  /(?:^|[\s(„“"«.])(?:\p{L}|\p{N}+|bzw|ca|etc|nr|st|str|usw|ggf|vgl|dr|prof|evtl|inkl|max|min|mind|bspw|sog|zzgl|abs|art|mme|mlle|sr|sra|sta|av|núm|pág|dott|sig|tel|ul|np|itd|tzn|bv|enz|örn|vb|им|ул|см|стр|т\.д|т\.п)\.\s*$/iu;

/** The sentences of a text in a language other than English, in order, by the rules of Unicode. */
export function sentencesIn(text: string, code: string): Sentence[] {
  const sentences: Sentence[] = [];
  let start = 0;
  let piece = '';
  for (const { segment, index } of segmenterOf(code, 'sentence').segment(text)) {
    if (piece === '') start = index;
    piece += segment;
    if (goesOn(piece, code) && !/[\n\r]\s*$/.test(piece)) continue;
    sentences.push(...trimmed(piece, start, code));
    piece = '';
  }
  return [...sentences, ...trimmed(piece, start, code)];
}

function goesOn(piece: string, code: string): boolean {
  return GOES_ON.test(piece) || isOpen(piece) || (code === 'de' && endsCutShort(piece));
}

/** Whether a bracket stands open at its end, as it does behind an abbreviation that nobody listed. */
function isOpen(piece: string): boolean {
  return piece.lastIndexOf('(') > piece.lastIndexOf(')');
}

/** How many words a text has; in scripts without spaces too. */
export function countWords(text: string, code: string): number {
  let words = 0;
  for (const { isWordLike } of segmenterOf(code, 'word').segment(text)) if (isWordLike === true) words += 1;
  return words;
}

function trimmed(piece: string, from: number, code: string): Sentence[] {
  const start = from + piece.length - piece.trimStart().length;
  const text = piece.trim();
  return text === '' ? [] : [{ start, end: start + text.length, words: countWords(text, code) }];
}
