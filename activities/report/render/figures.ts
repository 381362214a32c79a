/** The numbers the page shows, counted from the report itself. */
import { namesSomebody } from '../input';
import type { ReportClaim, ReportTopic } from '../report-schema';

/** Claims including the similar ones folded under them. */
export const claimsOf = (claims: readonly ReportClaim[]): number =>
  claims.reduce((sum, claim) => sum + 1 + claimsOf(claim.similarClaims), 0);

/** Distinct speakers of these claims and of the similar ones under them. */
export const speakersOf = (claims: readonly ReportClaim[]): Set<string> =>
  new Set(
    claims.flatMap((claim) => [...claim.quotes.map((q) => q.reference.interview), ...speakersOf(claim.similarClaims)]),
  );

export const topicSpeakers = (topic: ReportTopic): number => speakersOf(topic.subtopics.flatMap((s) => s.claims)).size;

/** The listed claims that most people made; among as many, the first of each subtopic before its second. None that says who somebody is. */
export function mostSaid(topic: ReportTopic, listed: ReadonlySet<string>, most: number): ReportClaim[] {
  return topic.subtopics
    .flatMap(({ claims }) => claims.map((claim, rank) => ({ claim, rank, people: speakersOf([claim]).size })))
    .filter(({ claim }) => listed.has(claim.id) && !namesSomebody(claim.title))
    .toSorted((a, b) => b.people - a.people || a.rank - b.rank)
    .slice(0, most)
    .map(({ claim }) => claim);
}

/** What stands for a topic: what several people said, if they did, else the claim that describes it. */
export function mainPoint(topic: ReportTopic, listed: ReadonlySet<string>): ReportClaim | undefined {
  const [most] = mostSaid(topic, listed, 1);
  if (most !== undefined && speakersOf([most]).size > 1) return most;
  const claims = topic.subtopics.flatMap((subtopic) => subtopic.claims);
  return claims.find(({ id, title }) => title === topic.description && listed.has(id)) ?? most;
}
