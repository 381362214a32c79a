import { InputFault } from '../input';
import type { Comment, LedgerEntry } from '../model';
import { countsOf, type Languages } from './language';

/** With less than this left, a report would speak for people whom it could not read. */
const MIN_READABLE_SHARE = 0.1;
const MAX_NAMED = 5;

export interface Readable {
  readonly comments: Comment[];
  /** A ledger entry for each of the others, with the reason. */
  readonly setAside: LedgerEntry[];
}

/**
 * The comments that the built-in analyser reads, and why not the others.
 * @throws InputFault `NOT_ENGLISH` where (nearly) none would be left, saying what was found.
 */
export function readable(comments: readonly Comment[], { aside, mostly }: Languages): Readable {
  const languages = new Map(aside.map(({ comment, language }) => [comment, language]));
  const kept = comments.filter(({ id }) => !languages.has(id));
  if (aside.length > 0 && kept.length < comments.length * MIN_READABLE_SHARE) {
    const found = countsOf(aside).map(({ language, count }) => `${language || 'too little to tell'} ${count}`);
    throw new InputFault('NOT_ENGLISH', {
      what: 'The comments are not in English',
      where: `${aside.length} of ${comments.length} comments`,
      why: `they look like: ${found.slice(0, MAX_NAMED).join(', ')}; the built-in analyser reads English only`,
      remedy: 'Send English comments, or translate them first',
    });
  }
  const setAside = [...languages].map(([input, language]): LedgerEntry => {
    const why = language === '' ? `too little to tell, in a file that is mostly ${mostly}` : `looks like ${language}`;
    return { input, outcome: 'skipped', reason: `language: ${why}` };
  });
  return { comments: kept, setAside };
}
