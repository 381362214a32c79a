import type { Comment } from '../model';
import type { Report, ReportClaim } from '../report-schema';
import { csvOf } from '../../../render/csv';

const HEAD = ['topic', 'subtopic', 'claim', 'quote', 'speaker', 'comment id'] as const;

/**
 * `claims.csv`: a row for every quote, in the order of the report. `claim` is what the quote counts for: its own words, or those of the
 * claim under which it is folded because it says the same. A column `question` only where the file had several.
 */
export function claimsFile(report: Report, comments: readonly Comment[]): string {
  const questions = new Map(comments.flatMap(({ id, question }) => (question === undefined ? [] : [[id, question]])));
  const rows = report.topics.flatMap((topic) =>
    topic.subtopics.flatMap((subtopic) =>
      subtopic.claims.flatMap((claim) =>
        quotesUnder(claim).map(({ text, reference }) => {
          const row = [topic.title, subtopic.title, claim.title, text, reference.interview, reference.sourceId];
          return questions.size === 0 ? row : [...row, questions.get(reference.sourceId) ?? ''];
        }),
      ),
    ),
  );
  return csvOf(questions.size === 0 ? HEAD : [...HEAD, 'question'], rows);
}

const quotesUnder = (claim: ReportClaim): ReportClaim['quotes'] => [
  ...claim.quotes,
  ...claim.similarClaims.flatMap(quotesUnder),
];
