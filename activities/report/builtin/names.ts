import { covers } from './alike';
import { candidates, centreOf, everybody, MIN_PART, type Candidate, type Entry } from './candidates';
import { dot } from './vectors';

/** A phrase replaces its word where many of those that hold the word hold the phrase. */
const PHRASE_SHARE = 0.4;
/** A topic is about schools even where "school board" and "school bus" make the singular more frequent. */
const PLURAL_SHARE = 0.25;
/** Where no term speaks for a group, so many of its parts do: "Arts, Restaurants, Downtown". */
const PARTS = 3;
const MIN_PART_HOLDERS = 3;
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u;
/** As much of a quote as stands for a name: whole words, where there are any. */
const BEGIN = /^.{1,60}(?=\s|$)/su;
const FIRST = /^.{1,60}/su;
/** Of what lies nearest to the middle, so many are looked at for one that needs no cutting. */
const NEAREST = 5;

/**
 * A title for each group, in the order given: the phrase that people of the group use and that sets it apart from all groups together;
 * where there is none, three that do for parts of it; else what lies in its middle, quoted. No title says what another says, nor what `above` (the title above these) says by
 * itself: "property taxes" may stand under "taxes". A group of nothing that can be quoted is "Other".
 */
export function nameGroups(groups: readonly (readonly Entry[])[], above = ''): string[] {
  const all = everybody(groups.flat());
  const titles = new Map<number, string>();
  const largestFirst = [...groups.entries()].sort((a, b) => b[1].length - a[1].length || a[0] - b[0]);
  for (const [at, group] of largestFirst) {
    const taken = [...titles.values()];
    const isNew = (candidate: Candidate): boolean => {
      const title = surface(candidate);
      if (title === '' || covers(above, title)) return false;
      return !taken.some((other) => covers(other, title) || covers(title, other));
    };
    const found = candidates(group, all).filter(isNew);
    const [best] = found;
    const title =
      best === undefined
        ? (inParts(candidates(group, all, MIN_PART).filter(isNew)) ?? quoted(group))
        : surface(widen(best, found));
    titles.set(at, unique(title, new Set(taken)));
  }
  return groups.map((_, at) => titles.get(at) ?? 'Other');
}

/** The best of them that are held by others and say something else; undefined where these are too few. */
function inParts(found: readonly Candidate[]): string | undefined {
  const parts: { title: string; holders: ReadonlySet<Entry> }[] = [];
  for (const candidate of found.filter(({ holders }) => holders.length >= MIN_PART_HOLDERS)) {
    const title = surface(candidate);
    const isOther = parts.every(({ title: other, holders }) => {
      const common = candidate.holders.filter((holder) => holders.has(holder)).length;
      return common * 2 <= candidate.holders.length && !covers(other, title) && !covers(title, other);
    });
    if (isOther && parts.length < PARTS) parts.push({ title, holders: new Set(candidate.holders) });
  }
  if (parts.length < PARTS) return undefined;
  const titles = parts.map(({ title }) => title);
  return titles.join(titles.some((title) => UNSPACED.test(title)) ? '、' : ', ');
}

/** What lies near the middle, as far as it can be read at a glance; whole, if something near it is short enough. */
function quoted(group: readonly Entry[]): string {
  const centre = centreOf(group);
  const near = group
    .flatMap(({ telling, terms, vector, weight }) => {
      if (telling === undefined) return [];
      return { text: plain(telling), named: terms.size > 0, nearness: dot(vector, centre) * weight };
    })
    // "Let's move on" names nothing that it is about.
    .toSorted((a, b) => Number(b.named) - Number(a.named) || b.nearness - a.nearness || (a.text < b.text ? -1 : 1))
    .slice(0, NEAREST);
  const text = (near.find((entry) => cut(entry.text) === entry.text) ?? near[0])?.text;
  if (text === undefined) return 'Other';
  return cut(text) === text ? `“${text}”` : `“${cut(text)} …”`;
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[.!。！\s]+$/u, '');
}

function cut(text: string): string {
  return BEGIN.exec(text)?.[0] ?? FIRST.exec(text)?.[0] ?? text;
}

/** `fairness` becomes `fairness ordinance` where that is what is often said. */
function widen(term: Candidate, found: readonly Candidate[]): Candidate {
  const [widest] = found
    .filter(({ key }) => key !== term.key && ` ${key} `.includes(` ${term.key} `))
    .filter(({ holders }) => holders.length >= term.holders.length * PHRASE_SHARE)
    .sort((a, b) => b.holders.length - a.holders.length || b.key.length - a.key.length || (a.key < b.key ? -1 : 1));
  return widest ?? term;
}

/** The term as it is mostly written; nothing where it never stands in a form that is a name. */
function surface({ key, holders }: Candidate): string {
  const forms = new Map<string, number>();
  for (const { terms } of holders) {
    const form = terms.get(key)?.written ?? '';
    if (form !== '') forms.set(form, (forms.get(form) ?? 0) + 1);
  }
  const byCount = [...forms].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const plural = byCount.find(([form, count]) => form.endsWith('s') && count >= holders.length * PLURAL_SHARE);
  const [best] = plural ?? byCount[0] ?? [''];
  return best.charAt(0).toUpperCase() + best.slice(1);
}

function unique(title: string, others: ReadonlySet<string>): string {
  let candidate = title;
  for (let n = 2; others.has(candidate); n += 1) candidate = `${title} ${n}`;
  return candidate;
}
