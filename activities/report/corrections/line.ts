/** The words of one line of a corrections file: plain ones, and texts in quotation marks. */

export interface Word {
  readonly text: string;
  /** It stood in quotation marks. */
  readonly isQuoted: boolean;
}

/** What a line must not hold. Its message completes "line 3: …". */
export class LineFault extends Error {}

/** What closes a text, by what opened it: also as word processors write it, in several languages. */
const CLOSING: Readonly<Record<string, string>> = { '"': '"', '“': '”"', '„': '“”"', '«': '»', '»': '«' };

/**
 * The words up to the comment, if there is one: a `#` at the beginning of a word. In quotation marks `\"` is one that belongs to the text.
 * @throws LineFault where a quotation mark is not closed.
 */
export function wordsOf(line: string): Word[] {
  const words: Word[] = [];
  let at = 0;
  while (at < line.length) {
    const first = line.charAt(at);
    if (/\s/u.test(first)) {
      at += 1;
    } else if (first === '#') {
      break;
    } else if (CLOSING[first] === undefined) {
      const [word = ''] = /^\S+/u.exec(line.slice(at)) ?? [];
      words.push({ text: word, isQuoted: false });
      at += word.length;
    } else {
      const { text, end } = quoted(line, at + 1, CLOSING[first]);
      words.push({ text, isQuoted: true });
      at = end;
    }
  }
  return words;
}

function quoted(line: string, start: number, closing: string): { text: string; end: number } {
  let text = '';
  for (let at = start; at < line.length; at += 1) {
    const sign = line.charAt(at);
    if (closing.includes(sign)) return { text, end: at + 1 };
    const isEscaped = sign === '\\' && at + 1 < line.length;
    if (isEscaped) at += 1;
    text += line.charAt(at);
  }
  throw new LineFault('a quotation mark is opened and not closed');
}
