import { shortHash } from '../hash';
import type { Assignment, Claim, Comment } from '../model';

interface ClaimsInput {
  readonly comment: Comment;
  /** Those of this comment. */
  readonly assignments: readonly Assignment[];
}

/** The claims of a comment, each an exact span of its text, each filed under its own topic. */
export function claimsOf({ comment, assignments }: ClaimsInput): Claim[] {
  return assignments.map(({ start, end, ...place }) => {
    const text = comment.text.slice(start, end);
    return {
      ...place,
      id: shortHash('claim', comment.id, String(start), text),
      speaker: comment.speaker,
      start,
      end,
      text,
      ...(comment.lang === undefined ? {} : { lang: comment.lang }),
    };
  });
}
