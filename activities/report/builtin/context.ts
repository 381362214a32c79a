/**
 * "This must change." is about what stands before it. In words and in vectors it is the same in every comment, so that people who spoke of
 * different things were counted together: it is one claim only where the same stands before.
 */
import { shortHash } from '../hash';
import type { Comment } from '../model';
import type { Passage } from './passages';
import { sameOf } from './points';
import { pointsBack } from './telling';
import { termsOf } from './terms';
import { wordingOf } from './wording';

/** The passages, with what those that lean on it stand on, where others say the same elsewhere. */
export function inContext(
  passages: ReadonlyMap<string, readonly Passage[]>,
  comments: readonly Comment[],
): ReadonlyMap<string, Passage[]> {
  const texts = new Map(comments.map(({ id, text }) => [id, text]));
  const shared = saidInSeveral(passages);
  return new Map(
    [...passages].map(([id, own]) => {
      const found: Passage[] = [];
      for (const passage of own) {
        const stands = passage.letter === undefined && shared.get(sameOf(passage))?.leans === true;
        const before = stands ? textBefore(passage, found.at(-1), texts.get(id) ?? '') : '';
        found.push(before === '' ? passage : { ...passage, context: shortHash('context', before) });
      }
      return [id, found];
    }),
  );
}

/** What the passage before it says; where there is none, what else stands there. */
function textBefore({ start, lang }: Passage, before: Passage | undefined, text: string): string {
  if (before !== undefined) return sameOf(before);
  const rest = text.slice(0, start).trim();
  return rest === '' ? '' : wordingOf(rest, lang);
}

/** What stands in more than one comment, and whether it leans. A tagger takes long: it is asked once of each wording. */
function saidInSeveral(
  passages: ReadonlyMap<string, readonly Passage[]>,
): ReadonlyMap<string, { readonly leans: boolean }> {
  const homes = new Map<string, string>();
  const several = new Map<string, { readonly leans: boolean }>();
  for (const [id, own] of passages)
    for (const passage of own) {
      const said = sameOf(passage);
      const home = homes.get(said);
      if (home === undefined) homes.set(said, id);
      else if (home !== id && !several.has(said)) several.set(said, { leans: leansOnMore(passage) });
    }
  return several;
}

/** It points back, or names nothing that it could be about. */
function leansOnMore({ text, lang }: Passage): boolean {
  return pointsBack(text, lang) || termsOf(text, lang).size === 0;
}
