import { InputFault } from '../input';
import type { Comment, LedgerEntry } from '../model';
import { countsOf, isReadable, nameOf, type Languages } from './language';
import { UNTOLD } from './languages/tell';

/** With less than this left, a report would speak for people whom it could not read. */
const MIN_READABLE_SHARE = 0.1;
const MAX_NAMED = 5;

export interface Readable {
  /** Each with its language. */
  readonly comments: Comment[];
  /** A ledger entry for each of the others, with the reason. */
  readonly setAside: LedgerEntry[];
}

/**
 * The comments that the built-in analyser reads, and why not the others. What is too short to tell goes with what most of the file is.
 * @throws InputFault `LANGUAGE_NOT_READ` where (nearly) none would be left, saying what was found.
 */
export function readable(comments: readonly Comment[], { told, mostly }: Languages): Readable {
  const found = new Map(told.map((one) => [one.comment, one]));
  const kept: Comment[] = [];
  const setAside: LedgerEntry[] = [];
  for (const comment of comments) {
    const { code = UNTOLD, guess } = found.get(comment.id) ?? {};
    const lang = code === UNTOLD || guess === mostly ? mostly : code;
    if (isReadable(lang)) kept.push({ ...comment, lang });
    else {
      const why =
        code === UNTOLD
          ? `too little to tell, in a file that is mostly ${nameOf(mostly)}`
          : `looks like ${nameOf(code)}`;
      setAside.push({ input: comment.id, outcome: 'skipped', reason: `language: ${why}` });
    }
  }
  if (setAside.length > 0 && kept.length < comments.length * MIN_READABLE_SHARE) {
    const aside = new Set(setAside.map(({ input }) => input));
    const looks = countsOf(told.filter(({ comment }) => aside.has(comment))).map(
      ({ code, count }) => `${nameOf(code)} ${count}`,
    );
    throw new InputFault('LANGUAGE_NOT_READ', {
      what: 'The comments are in no language that the built-in analyser reads',
      where: `${setAside.length} of ${comments.length} comments`,
      why: `they look like: ${looks.slice(0, MAX_NAMED).join(', ')}`,
      remedy:
        'It reads Arabic, Chinese, Dutch, English, French, German, Italian, Japanese, Korean, Polish, Portuguese, Russian, Spanish, Thai and Turkish: translate the comments first',
    });
  }
  return { comments: kept, setAside };
}
