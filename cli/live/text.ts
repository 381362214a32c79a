/** How wide text is on a terminal, and how to make it fit. */
import stringWidth from 'string-width';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

const CONTROL = /[\p{Control}\u2028-\u202E\u2066-\u2069]+/gu;

/** Names, messages and titles come from others: what a terminal would obey, or read backwards, becomes a space. */
export function harmless(text: string): string {
  return text.replace(CONTROL, ' ');
}

/** Columns of the text; colours take none. */
export const widthOf = (text: string): number => stringWidth(text);

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
    const next = width + widthOf(segment);
    if (next > columns - 1) break;
    cut += segment;
    width = next;
  }
  return columns > 0 ? `${cut}…` : '';
}
