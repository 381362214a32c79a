import type { ItsFunction, PartOfSpeech } from 'wink-nlp';
import { bounded } from './bounded';
import { its as helpers, readDoc } from './wink';

/** wink's types declare these as methods, which they are not. */
const its = helpers as unknown as Readonly<Record<'value' | 'precedingSpaces' | 'pos' | 'span', ItsFunction<unknown>>>;

export interface Token {
  /** As it stands in the text. */
  readonly value: string;
  readonly pos: PartOfSpeech;
}

/**
 * A sentence and where it stands: `text.slice(start, end)` is the sentence without surrounding white space.
 */
export interface Sentence {
  readonly start: number;
  readonly end: number;
  readonly tokens: readonly Token[];
}

/**
 * The sentences of an English text, in order. wink counts spans in tokens, so character offsets are rebuilt from its
 * tokens; where a text cannot be rebuilt exactly, all of it counts as one sentence.
 */
export function sentencesOf(original: string): Sentence[] {
  const text = bounded(original);
  const doc = readDoc(text);
  const values = doc.tokens().out(its.value) as string[];
  const spaces = doc.tokens().out(its.precedingSpaces) as string[];
  const kinds = doc.tokens().out(its.pos) as PartOfSpeech[];
  const tokens: Token[] = [];
  const starts: number[] = [];
  let offset = 0;
  for (const [at, value] of values.entries()) {
    offset += spaces[at]?.length ?? 0;
    starts.push(offset);
    if (!text.startsWith(value, offset)) return whole(text);
    tokens.push({ value: original.slice(offset, offset + value.length), pos: kinds[at] ?? 'X' });
    offset += value.length;
  }
  const spans = doc.sentences().out(its.span) as [number, number][];
  return spans
    .map(([first, last]) => {
      const from = starts[first] ?? 0;
      return trimmed(text, from, (starts[last] ?? from) + (values[last]?.length ?? 0), tokens.slice(first, last + 1));
    })
    .filter((sentence) => sentence.end > sentence.start);
}

function whole(text: string): Sentence[] {
  const words = text.match(/\S+/g) ?? [];
  const sentence = trimmed(
    text,
    0,
    text.length,
    words.map((value) => ({ value, pos: 'X' })),
  );
  return sentence.end > sentence.start ? [sentence] : [];
}

function trimmed(text: string, from: number, to: number, tokens: readonly Token[]): Sentence {
  const piece = text.slice(from, to);
  const start = from + piece.length - piece.trimStart().length;
  return { start, end: start + piece.trim().length, tokens };
}
