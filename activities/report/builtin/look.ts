import type { Look } from '../analyser';
import type { Comment } from '../model';
import { CHARACTERS_TO_EMBED } from './batches';
import { countsOf, findLanguages, nameOf } from './language';
import { readable } from './readable';

/**
 * Servers, worker and models; what each comment takes in one thread; what its text takes in the encoder, in two. Of 607, 5,000 and 20,000
 * comments (`npm run bench:report`) it is right within a third on two cores that do nothing else.
 */
const STARTING_SECONDS = 4;
const COMMENTS_A_SECOND = 400;
const CHARACTERS_A_SECOND = 90_000;

/** @throws InputFault as `readable` does. */
export function look(comments: readonly Comment[]): Look {
  const languages = findLanguages(comments);
  const { comments: used, setAside } = readable(comments, languages);
  const read = countsOf(used.map(({ id, lang = '' }) => ({ comment: id, code: lang })));
  const usedIds = new Set(used.map(({ id }) => id));
  const others = countsOf(languages.told.filter(({ comment }) => !usedIds.has(comment)));
  return {
    used,
    setAside,
    languages: [...read, ...others].map(({ code, count }) => ({ language: nameOf(code), count })),
    seconds: secondsFor(used),
  };
}

function secondsFor(comments: readonly Comment[]): number {
  const characters = comments.reduce((sum, { text }) => sum + text.length, 0);
  return Math.ceil(
    STARTING_SECONDS +
      comments.length / COMMENTS_A_SECOND +
      Math.min(characters, CHARACTERS_TO_EMBED) / CHARACTERS_A_SECOND,
  );
}
