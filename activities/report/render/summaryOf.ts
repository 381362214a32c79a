import { namesSomebody } from '../input';
import type { SortedClaim, SortedTopic, Summary } from '../model';
import type { ReportTopic } from '../report-schema';
import type { Texts } from './texts/index';
import { joinPhrases, words, type Phrase } from './texts/phrase';

const speakersOf = (claims: readonly SortedClaim[]): number =>
  new Set(claims.flatMap((claim) => [claim, ...claim.similar].map(({ speaker }) => speaker))).size;

/** A telling claim, in its own words and language, with how many say it. */
function pointOf(claim: SortedClaim, texts: Texts): Phrase {
  const said = texts.say('quote', { claim: words(claim.text.replace(/\s+/g, ' '), claim.lang) });
  const people = speakersOf([claim]);
  return people > 1 ? joinPhrases([said, ' ', texts.count('saidBy', people)]) : said;
}

/** How many said how much on a topic, its most telling claims, and how many of them repeat another: in the language of the page. */
function told(ids: readonly string[], topic: SortedTopic, texts: Texts): Phrase {
  const heads = topic.subtopics.flatMap(({ claims }) => claims);
  const all = heads.reduce((sum, { similar }) => sum + 1 + similar.length, 0);
  const known = new Map(heads.map((claim) => [claim.id, claim]));
  const chosen = ids.flatMap((id) => known.get(id) ?? []).filter(({ text }) => !namesSomebody(text));
  const points = chosen.map((claim) => pointOf(claim, texts));
  const listed = points.flatMap((point, at) => (at === 0 ? [point] : ['; ', point]));
  const people = texts.count('people', speakersOf(heads));
  return joinPhrases([
    texts.count('sayTopic', all, { people }),
    ...(points.length === 0 ? [] : [' ', texts.say('sayAmong', { claims: joinPhrases(listed) })]),
    ...(all === heads.length ? [] : [' ', texts.count('sayRepeat', all - heads.length)]),
  ]);
}

/** The summary of a topic: what its analyser wrote, else what the report says of the claims that it chose. */
export function summaryOf(
  summary: Summary | undefined,
  topic: SortedTopic,
  texts: Texts,
): Pick<ReportTopic, 'summary' | 'summaryQuoted'> {
  if (summary?.text !== undefined) return { summary: summary.text };
  if (summary?.claims === undefined) return {};
  const { text, quoted } = told(summary.claims, topic, texts);
  return { summary: text, ...(quoted.length === 0 ? {} : { summaryQuoted: [...quoted] }) };
}
