import { MAX_COMMENT_CHARACTERS } from '../model';

/**
 * wink looks at what stands between two white spaces as a whole, and tries to cut it again after each piece: its time grows with the
 * square of such a run, of addresses with the cube. 8,000 characters of `http://a.b/` took 4.3 s, 2,000 of `://` 0.45 s. No word is
 * as long as this; at this length the worst alphabet known (`://`) takes 1.6 ms a KB, English 0.2 ms.
 */
export const LONGEST_RUN = 100;

/** A mask may be longer than what it hides: 10,000 characters of addresses become 14,000. */
export const LONGEST_TEXT = 2 * MAX_COMMENT_CHARACTERS;

const LONG_RUN = new RegExp(`(\\S{${LONGEST_RUN - 1}})(\\S)`, 'gu');
/** No-break spaces and their like, some of which wink takes for letters. Tabs and line ends stay, as they end sentences. */
const ODD_SPACE = /[^\S \n\r\t]/g;

/** wink knows no letter with a macron and few with other marks: of Māori it makes `M`, `ā`, `ori`. */
const MARKED = /[\u00c0-\u024f\u1e00-\u1eff]/g;

/**
 * A text as wink may read it: as long as the text itself, so that places in the one are places in the other; letters without their
 * marks; no run without white space longer than `LONGEST_RUN`: a character of a longer one is read as a space.
 * @throws RangeError for a text longer than `LONGEST_TEXT`: cut it before, or set it aside.
 */
export function bounded(text: string): string {
  if (text.length > LONGEST_TEXT) {
    throw new RangeError(`a text of ${text.length} characters is not read: at most ${LONGEST_TEXT}`);
  }
  return text
    .replace(ODD_SPACE, ' ')
    .replace(MARKED, unmarked)
    .replace(LONG_RUN, (_, run: string, last: string) => run + ' '.repeat(last.length));
}

/** The letter below its mark, where it is one of the twenty-six; one character for one. */
function unmarked(letter: string): string {
  const base = letter.normalize('NFD').charAt(0);
  return /[a-z]/i.test(base) ? base : letter;
}
