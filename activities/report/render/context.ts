import type { Groups } from '../groups';
import type { Report, ReportClaim, Source } from '../report-schema';
import { listingOf, type Listing } from './listing';
import { textsFor, type Texts } from './texts/index';

/** What every part of the page needs: its words, what a claim may point at (by id), and which claims and comments the page holds. */
export interface Context {
  readonly texts: Texts;
  readonly sources: ReadonlyMap<string, Source>;
  readonly claims: ReadonlyMap<string, ReportClaim>;
  readonly listing: Listing;
  /** The class of a topic's colour, by its id. */
  readonly marks: ReadonlyMap<string, string>;
  /** Of a speaker, under which options of the filters what he or she says is found: only of whom the report may show it. */
  readonly groupsOf: (speaker: string) => string | undefined;
}

/** The format names nine colours, and a report of more topics repeats them: on the page the first has it, and the others share a neutral one. */
function marksOf(report: Report): Map<string, string> {
  const taken = new Set<string>();
  return new Map(
    report.topics.map(({ id, topicColor }) => {
      const mark = taken.has(topicColor) ? 'c-other' : `c-${topicColor}`;
      taken.add(topicColor);
      return [id, mark];
    }),
  );
}

/** The value of an option of a filter: the place of the attribute, and of the value among its values. */
export const groupKey = (attribute: number, value: number): string => `${attribute}-${value}`;

function groupsOf(groups: readonly Groups[]): Context['groupsOf'] {
  return (speaker) => {
    const own = groups.flatMap(({ shown }, at) => {
      const value = shown.get(speaker);
      return value === undefined ? [] : [groupKey(at, value)];
    });
    return own.length === 0 ? undefined : own.join(' ');
  };
}

export function contextOf(report: Report, groups: readonly Groups[]): Context {
  const claims = report.topics
    .flatMap((topic) => topic.subtopics.flatMap((subtopic) => subtopic.claims))
    .flatMap((claim) => [claim, ...claim.similarClaims]);
  return {
    texts: textsFor(report.language),
    sources: new Map(report.sources.map((source) => [source.id, source])),
    claims: new Map(claims.map((claim) => [claim.id, claim])),
    listing: listingOf(report),
    marks: marksOf(report),
    groupsOf: groupsOf(groups),
  };
}
