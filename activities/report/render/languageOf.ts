import type { Claim } from '../model';

/** What stands around quoted words, in whatever language it is done. */
const QUOTES = /^[“„«「『\s]+|[”“»」』…\s]+$/gu;

/** The language of words that were taken from claims: that of most of those that hold them, else of most of all; of as many, the first by code. */
export function languageOf(words: string, claims: readonly Claim[]): string | undefined {
  const small = words.replaceAll(QUOTES, '').toLowerCase();
  const holding = claims.filter(({ text }) => text.toLowerCase().includes(small));
  const counts = new Map<string, number>();
  for (const { lang } of holding.length > 0 ? holding : claims) {
    if (lang !== undefined) counts.set(lang, (counts.get(lang) ?? 0) + 1);
  }
  return [...counts].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0]?.[0];
}
