import { shortHash } from '../hash';
import type { Assignment, Claim, Comment } from '../model';
import { claimSpans } from './spans';

interface ClaimsInput {
  readonly comment: Comment;
  readonly assignment: Assignment;
}

/** The claims of a comment, each an exact span of its text, filed under the comment's topic. */
export function claimsOf({ comment, assignment }: ClaimsInput): Claim[] {
  return claimSpans(comment.text).map(({ start, end, text }) => ({
    id: shortHash('claim', comment.id, String(start), text),
    comment: comment.id,
    speaker: comment.speaker,
    topic: assignment.topic,
    subtopic: assignment.subtopic,
    start,
    end,
    text,
  }));
}
