import type { Comment } from '../model';
import { ENGLISH, languageFor } from './languages';
import { OTHER, tell, UNTOLD, type Told as Found } from './languages/tell';

/** What the beginning says is enough. */
const MAX_CHARACTERS = 2_000;
const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

/** A comment and its language. */
export interface Told extends Found {
  readonly comment: string;
}

export interface Languages {
  readonly told: readonly Told[];
  /** What most of the comments are of which it can be told. */
  readonly mostly: string;
}

/** The language of each comment, judged by itself. Of what is too short to tell ("Hola", "N/A") it is said to be `UNTOLD`. */
export function findLanguages(comments: readonly Comment[]): Languages {
  const told = comments.map(({ id, text }) => ({ comment: id, ...tell(text.slice(0, MAX_CHARACTERS)) }));
  return { told, mostly: countsOf(told.filter(({ code }) => code !== UNTOLD))[0]?.code ?? ENGLISH };
}

/** How often each language was found, the most frequent first; of equals, English. */
export function countsOf(told: readonly Told[]): { code: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { code } of told) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts]
    .map(([code, count]) => ({ code, count }))
    .sort(
      (a, b) =>
        b.count - a.count || Number(b.code === ENGLISH) - Number(a.code === ENGLISH) || (a.code < b.code ? -1 : 1),
    );
}

export function isReadable(code: string): boolean {
  return languageFor(code) !== undefined;
}

/** In English: `German`. */
export function nameOf(code: string): string {
  if (code === UNTOLD) return 'too little to tell';
  return code === OTHER ? 'another language' : (names.of(code) ?? 'another language');
}
