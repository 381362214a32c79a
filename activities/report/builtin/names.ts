import { candidates, countDocuments, isAlike, wordsOf, type Candidate, type Entry } from './candidates';

/** A phrase replaces its word where many comments that hold the word hold the phrase. */
const PHRASE_SHARE = 0.4;
const MAX_TERMS = 2;
const MAX_ACRONYM = 5;
/** A topic is about schools even where "school board" and "school bus" make the singular more frequent. */
const PLURAL_SHARE = 0.25;

/**
 * A title for each group, in the order given: the noun phrases that set its comments apart from those of all groups
 * together. No word is used twice, nor one of `above` (the title above these), so titles are unique. A group without
 * any noun is "Other".
 */
export function nameGroups(groups: readonly (readonly Entry[])[], above = ''): string[] {
  const documents = countDocuments(groups.flat());
  const total = groups.reduce((sum, group) => sum + group.length, 0);
  const taken = above.toLowerCase().split(/[^\p{L}-]+/u);
  const titles = new Map<number, string>();
  const largestFirst = [...groups.entries()].sort((a, b) => b[1].length - a[1].length || a[0] - b[0]);
  for (const [at, group] of largestFirst) {
    const chosen = choose(candidates(group, documents, total, taken), group.length);
    taken.push(...chosen.flatMap(({ key }) => wordsOf(key)));
    titles.set(at, unique(chosen.map(surface).join(' & ') || 'Other', new Set(titles.values())));
  }
  return groups.map((_, at) => titles.get(at) ?? 'Other');
}

/** Each next term is the best that adds comments not covered yet and repeats no word. */
function choose(found: readonly Candidate[], groupSize: number): Candidate[] {
  const chosen: Candidate[] = [];
  const covered = new Set<Entry>();
  while (chosen.length < MAX_TERMS) {
    const used = chosen.flatMap(({ key }) => wordsOf(key));
    const [best] = found
      .filter(({ key }) => !wordsOf(key).some((word) => isAlike(word, used)))
      .map((term) => ({ term, added: term.holders.filter((holder) => !covered.has(holder)).length }))
      .filter(({ term, added }) => term.score > 0 && added >= Math.min(2, groupSize))
      .sort((a, b) => gain(b) - gain(a) || (a.term.key < b.term.key ? -1 : 1));
    if (best === undefined) break;
    for (const holder of best.term.holders) covered.add(holder);
    chosen.push(widen(best.term, found));
  }
  return chosen.length > 0 ? chosen : found.slice(0, 1);
}

function gain({ term, added }: { term: Candidate; added: number }): number {
  return (term.score * added) / term.holders.length;
}

/** `fairness` becomes `fairness ordinance` where that is what is often said. */
function widen(term: Candidate, found: readonly Candidate[]): Candidate {
  const [widest] = found
    .filter(({ key }) => key !== term.key && ` ${key} `.includes(` ${term.key} `))
    .filter(({ holders }) => holders.length >= term.holders.length * PHRASE_SHARE)
    .sort((a, b) => b.holders.length - a.holders.length || b.key.length - a.key.length || (a.key < b.key ? -1 : 1));
  return widest ?? term;
}

/** The term as it is mostly written, each word with a capital; words longer than an acronym do not shout. */
function surface({ key, holders }: Candidate): string {
  const forms = new Map<string, number>();
  for (const { terms } of holders) {
    const form = terms.get(key) ?? key;
    forms.set(form, (forms.get(form) ?? 0) + 1);
  }
  const byCount = [...forms].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const plural = byCount.find(([form, count]) => form.endsWith('s') && count >= holders.length * PLURAL_SHARE);
  const [best] = plural ?? byCount[0] ?? [key];
  return best.split(' ').map(inTitleCase).join(' ');
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
