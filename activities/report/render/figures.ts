/** The numbers the page shows, counted from the report itself. */
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
