import type { Terms } from './terms';
import { candidates, countDocuments, isAlike, wordsOf, type Candidate, type Entry } from './candidates';

/** A phrase replaces its word where many of those that hold the word hold the phrase. */
const PHRASE_SHARE = 0.4;
/** A term that so many hold names a group alone. */
const ENOUGH_ALONE = 0.35;
/** A second term is worth its place where it speaks for nearly as many as the first, and mostly for others. */
const SECOND_SHARE = 0.6;
const MAX_ACRONYM = 5;
/** A topic is about schools even where "school board" and "school bus" make the singular more frequent. */
const PLURAL_SHARE = 0.25;
/** As much of a quote as stands for a name: whole words, where there are any. */
const BEGIN = /^.{1,60}(?=\s|$)/su;
const FIRST = /^.{1,60}/su;

/**
 * A title for each group, in the order given: the noun phrase that sets it apart from all groups together and that enough of it holds; two
 * where one speaks for few; where there is none, what lies in its middle, quoted. No word is used twice, nor one of `above` (the title above
 * these), so titles are unique. A group of nothing that can be quoted is "Other".
 */
export function nameGroups(groups: readonly (readonly Entry[])[], above = ''): string[] {
  const documents = countDocuments(groups.flat());
  const total = groups.reduce((sum, group) => sum + group.length, 0);
  const taken = above.toLowerCase().split(/[^\p{L}\p{M}-]+/u);
  const titles = new Map<number, string>();
  const largestFirst = [...groups.entries()].sort((a, b) => b[1].length - a[1].length || a[0] - b[0]);
  for (const [at, group] of largestFirst) {
    const chosen = choose(candidates(group, documents, total, taken));
    taken.push(...chosen.flatMap(({ key }) => wordsOf(key)));
    const title = chosen.map(surface).join(' & ') || quoted(group);
    titles.set(at, unique(title, new Set(titles.values())));
  }
  return groups.map((_, at) => titles.get(at) ?? 'Other');
}

function choose(found: readonly Candidate[]): Candidate[] {
  const [best] = found;
  if (best === undefined) return [];
  const first = widen(best, found);
  if (best.cover >= ENOUGH_ALONE) return [first];
  const covered = new Set(best.holders);
  const used = [...wordsOf(first.key), ...wordsOf(best.key)];
  const second = found.find(
    ({ key, holders, cover }) =>
      cover >= best.cover * SECOND_SHARE &&
      holders.filter((holder) => !covered.has(holder)).length * 2 > holders.length &&
      !wordsOf(key).some((word) => isAlike(word, used)),
  );
  return second === undefined ? [first] : [first, widen(second, found)];
}

/** What lies nearest to the middle, as far as it can be read at a glance. */
function quoted(group: readonly Entry[]): string {
  const [best] = group
    .filter(({ telling }) => telling !== undefined)
    .toSorted(
      (a, b) => b.centrality * b.weight - a.centrality * a.weight || ((a.telling ?? '') < (b.telling ?? '') ? -1 : 1),
    );
  if (best?.telling === undefined) return 'Other';
  const text = best.telling.replace(/\s+/g, ' ').replace(/[.!。！]+$/u, '');
  const words = BEGIN.exec(text)?.[0] ?? FIRST.exec(text)?.[0] ?? text;
  return words === text ? `“${text}”` : `“${words} …”`;
}

/** `fairness` becomes `fairness ordinance` where that is what is often said. */
function widen(term: Candidate, found: readonly Candidate[]): Candidate {
  const [widest] = found
    .filter(({ key }) => key !== term.key && ` ${key} `.includes(` ${term.key} `))
    .filter(({ holders }) => holders.length >= term.holders.length * PHRASE_SHARE)
    .sort((a, b) => b.holders.length - a.holders.length || b.key.length - a.key.length || (a.key < b.key ? -1 : 1));
  return widest ?? term;
}

/** The term as it is mostly written, each word with a capital; nobody shouts. */
function surface({ key, holders }: Candidate): string {
  const forms = new Map<string, number>();
  for (const { terms } of holders) {
    const form = terms.get(key) ?? key;
    const calm = isLoud(terms) ? form.toLowerCase() : form;
    forms.set(calm, (forms.get(calm) ?? 0) + 1);
  }
  const byCount = [...forms].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const plural = byCount.find(([form, count]) => form.endsWith('s') && count >= holders.length * PLURAL_SHARE);
  const [best] = plural ?? byCount[0] ?? [key];
  return best.split(' ').map(inTitleCase).join(' ');
}

/** Everything in capitals, so that these say nothing of acronyms. */
function isLoud(terms: Terms): boolean {
  const written = [...terms.values()].join(' ');
  return written.length > MAX_ACRONYM && written === written.toUpperCase();
}

function inTitleCase(word: string): string {
  const calm = word.length > MAX_ACRONYM && word === word.toUpperCase() ? word.toLowerCase() : word;
  return calm.charAt(0).toUpperCase() + calm.slice(1);
}

function unique(title: string, others: ReadonlySet<string>): string {
  let candidate = title;
  for (let n = 2; others.has(candidate); n += 1) candidate = `${title} ${n}`;
  return candidate;
}
