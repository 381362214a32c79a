/** The tree of the report: topics → subtopics → claims → quotes, in the order the sort step gave. */
import { quoteIdOf, shortHash, subtopicIdOf } from '../hash';
import type { Claim, Comment, SortedClaim, SortedTopic, Summary } from '../model';
import type { Quote, ReportClaim, ReportTopic, TopicColor } from '../report-schema';
import { languageOf } from './languageOf';
import { summaryOf } from './summaryOf';
import type { Texts } from './texts/index';

const COLOURS: readonly [TopicColor, ...TopicColor[]] = [
  'brown',
  'blueSky',
  'greenLeaf',
  'purple',
  'violet',
  'yellow',
  'blueSea',
  'red',
  'greenLime',
];

/**
 * A claim that is not a span of its comment would point its readers at the wrong words.
 * @throws Error naming claim and comment; the step that made the claim has to run again.
 */
function quoteOf(claim: Claim, comments: ReadonlyMap<string, Comment>): Quote {
  const comment = comments.get(claim.comment);
  if (comment?.text.slice(claim.start, claim.end) !== claim.text) {
    const why = comment ? `is not the text at ${claim.start}–${claim.end} of` : 'names a comment that is not there:';
    throw new Error(
      `The claim ${claim.id} ${why} comment ${claim.comment}. Run the claims step again (retry --from claims).`,
    );
  }
  return {
    id: quoteIdOf(claim.id),
    text: claim.text,
    reference: {
      id: shortHash('reference', claim.id),
      sourceId: comment.id,
      interview: comment.speaker,
      data: ['text', { startIdx: claim.start, endIdx: claim.end }],
    },
  };
}

export const topicId = (id: string): string => shortHash('topic', id);

const langOf = (title: string, claims: readonly SortedClaim[]): { lang?: string } => {
  const lang = languageOf(
    title,
    claims.flatMap((claim) => [claim, ...claim.similar]),
  );
  return lang === undefined ? {} : { lang };
};

/** Turns the sorted tree into the report's. Order is kept (it is the chosen sort order); what holds no claim is left out. */
export function reportTopics(
  topics: readonly SortedTopic[],
  summaries: readonly Summary[],
  comments: ReadonlyMap<string, Comment>,
  texts: Texts,
): ReportTopic[] {
  // Maps, not objects: a topic may be called "__proto__" or "12".
  const summaryFor = new Map(summaries.map((s) => [s.topic, s]));
  let last = 0;
  const leaf = (claim: Claim): ReportClaim => ({
    id: claim.id,
    title: claim.text,
    quotes: [quoteOf(claim, comments)],
    number: ++last,
    similarClaims: [],
  });
  // The primary is numbered before those under it: spread first, then the list.
  const node = (claim: SortedClaim): ReportClaim => {
    const related = claim.relatedTo === undefined ? {} : { relatedTo: claim.relatedTo };
    const letter = claim.letter === undefined ? {} : { letter: true as const };
    return { ...leaf(claim), similarClaims: claim.similar.map(leaf), ...letter, ...related };
  };

  return topics
    .map((topic) => ({ topic, subtopics: topic.subtopics.filter((s) => s.claims.length > 0) }))
    .filter(({ subtopics }) => subtopics.length > 0)
    .map(({ topic, subtopics }, index) => {
      const summary = summaryOf(summaryFor.get(topic.id), topic, texts);
      return {
        id: topicId(topic.id),
        title: topic.title,
        description: topic.description,
        ...summary,
        ...langOf(
          topic.title,
          subtopics.flatMap((s) => s.claims),
        ),
        subtopics: subtopics.map((s) => ({
          id: subtopicIdOf(topic.id, s.id),
          title: s.title,
          description: s.description,
          ...langOf(s.title, s.claims),
          claims: s.claims.map(node),
        })),
        topicColor: COLOURS[index % COLOURS.length] ?? COLOURS[0],
      };
    });
}
