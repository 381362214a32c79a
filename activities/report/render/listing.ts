/** Which claims the page holds, and which comments it has to hold as wholes because no claim is all of them. */
import { shortHash } from '../hash';
import type { Report, ReportClaim, Source } from '../report-schema';
import { claimsOf } from './figures';

/** More than anybody reads: of a larger report every subtopic lists its first claims, and claims.csv has all. */
const LISTED_CLAIMS = 4000;
/** Of every subtopic, however many there are. */
const LISTED_AT_LEAST = 10;

export interface Listed {
  readonly claims: readonly { readonly claim: ReportClaim; readonly similar: readonly ReportClaim[] }[];
  /** Claims after these, similar ones among them. */
  readonly left: number;
}

export interface Listing {
  of(claims: readonly ReportClaim[]): Listed;
  /** Ids of the claims that have a place of their own on the page. */
  readonly ids: ReadonlySet<string>;
  /** Comments that stand in the list of whole comments, in the order of the report, with what is quoted of each. */
  readonly comments: ReadonlyMap<string, WholeComment>;
}

export interface WholeComment {
  readonly source: Source;
  readonly anchor: string;
  readonly spans: readonly (readonly [start: number, end: number])[];
  /** No claim of it is listed: a search has to find the comment itself. */
  readonly unlisted: boolean;
}

function listed(claims: readonly ReportClaim[], most: number): Listed {
  const found: { claim: ReportClaim; similar: readonly ReportClaim[] }[] = [];
  let room = most;
  for (const claim of claims) {
    if (room <= 0) break;
    const similar = claim.similarClaims.slice(0, room - 1);
    found.push({ claim, similar });
    room -= 1 + similar.length;
  }
  const shown = found.reduce((sum, { claim }) => sum + claimsOf([claim]), 0);
  return { claims: found, left: claimsOf(claims) - shown };
}

export const textOf = (source: Source | undefined): string | undefined =>
  source?.data[0] === 'text' ? source.data[1].text : undefined;

const withSimilar = (claims: readonly ReportClaim[]): ReportClaim[] =>
  claims.flatMap((claim) => [claim, ...withSimilar(claim.similarClaims)]);

/** So many of each that all together are no more than are listed; what small subtopics leave is shared by the large ones. */
function fairShare(sizes: readonly number[]): number {
  let room = LISTED_CLAIMS;
  const ascending = sizes.toSorted((a, b) => a - b);
  for (const [at, size] of ascending.entries()) {
    const share = Math.floor(room / (ascending.length - at));
    if (size > share) return Math.max(LISTED_AT_LEAST, share);
    room -= size;
  }
  return LISTED_CLAIMS;
}

/** A function of the report, so that the same report gives the same page. */
export function listingOf(report: Report): Listing {
  const subtopics = report.topics.flatMap((topic) => topic.subtopics);
  const most = fairShare(subtopics.map(({ claims }) => claimsOf(claims)));
  const onPage = subtopics
    .flatMap((subtopic) => listed(subtopic.claims, most).claims)
    .flatMap(({ claim, similar }) => [claim, ...similar]);
  const ids = new Set(onPage.map(({ id }) => id));
  return {
    of: (claims) => listed(claims, most),
    ids,
    comments: wholeComments(report, withSimilar(subtopics.flatMap((subtopic) => subtopic.claims)), ids),
  };
}

function wholeComments(
  report: Report,
  claims: readonly ReportClaim[],
  ids: ReadonlySet<string>,
): Map<string, WholeComment> {
  const spans = new Map<string, [number, number][]>();
  const [quoted, standsWhole] = [new Set<string>(), new Set<string>()];
  const sources = new Map(report.sources.map((source) => [source.id, source]));
  for (const claim of claims)
    for (const { text, reference } of claim.quotes) {
      if (reference.data[0] !== 'text') continue;
      const { startIdx, endIdx } = reference.data[1];
      const own = spans.get(reference.sourceId) ?? [];
      own.push([startIdx, endIdx]);
      spans.set(reference.sourceId, own);
      if (!ids.has(claim.id)) continue;
      quoted.add(reference.sourceId);
      if (text.trim() === textOf(sources.get(reference.sourceId))?.trim()) standsWhole.add(reference.sourceId);
    }
  return new Map(
    report.sources.flatMap((source) => {
      const own = spans.get(source.id);
      if (own === undefined || standsWhole.has(source.id)) return [];
      const anchor = `k-${shortHash('comment', source.id)}`;
      return [[source.id, { source, anchor, spans: merged(own), unlisted: !quoted.has(source.id) }] as const];
    }),
  );
}

/** In order, those that overlap as one. */
function merged(spans: readonly [number, number][]): [number, number][] {
  const found: [number, number][] = [];
  for (const [start, end] of spans.toSorted((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = found.at(-1);
    if (last !== undefined && start < last[1]) last[1] = Math.max(last[1], end);
    else found.push([start, end]);
  }
  return found;
}
