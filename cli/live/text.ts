/** How wide text is on a terminal, and how to make it fit. */
import { stripVTControlCharacters } from 'node:util';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Blocks that East Asian Width calls wide or fullwidth. */
const WIDE =
  /^[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{17000}-\u{18CFF}\u{1B000}-\u{1B2FF}\u{20000}-\u{3FFFD}]/u;
/** Shown as an emoji: by itself, by a variation selector, or as a flag. */
const EMOJI = /^\p{Emoji_Presentation}|\uFE0F|^\p{Regional_Indicator}/u;
const INVISIBLE = /^[\p{Mark}\p{Format}\u200B]+$/u;
const CONTROL = /[\p{Control}\u2028-\u202E\u2066-\u2069]+/gu;

/** Names, messages and titles come from others: what a terminal would obey, or read backwards, becomes a space. */
export function harmless(text: string): string {
  return text.replace(CONTROL, ' ');
}

/** Columns of the text; colours take none. */
export function widthOf(text: string): number {
  let width = 0;
  for (const { segment } of graphemes.segment(stripVTControlCharacters(text))) width += columnsOf(segment);
  return width;
}

function columnsOf(grapheme: string): number {
  if (INVISIBLE.test(grapheme)) return 0;
  return WIDE.test(grapheme) || EMOJI.test(grapheme) ? 2 : 1;
}

/** The text as lines of at most `columns` columns, broken between words, the later ones indented. What has no spaces stays whole. */
export function wrapped(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(last) + 1 + widthOf(word) <= columns) lines.push(`${lines.pop()} ${word}`);
    else lines.push(last === undefined ? word : `  ${word}`);
  }
  return lines;
}

/** The text in exactly `columns` columns: padded, or cut with an ellipsis. Not for text with colours. */
export function fitted(text: string, columns: number): string {
  const cut = shortened(text, columns);
  return cut + ' '.repeat(Math.max(0, columns - widthOf(cut)));
}

/** The text in at most `columns` columns. Not for text with colours. */
export function shortened(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let cut = '';
  let width = 0;
  for (const { segment } of graphemes.segment(text)) {
    const next = width + columnsOf(segment);
    if (next > columns - 1) break;
    cut += segment;
    width = next;
  }
  return columns > 0 ? `${cut}…` : '';
}
