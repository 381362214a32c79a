/** Comments without the words of hidden claims. */
import type { Claim, Comment } from '../model';
import { groupsOf, type HiddenClaim } from './draft';

export interface Withheld {
  readonly comment: Comment['id'];
  readonly reason: string;
  /** Nothing of it is in the report. Else its other claims are. */
  readonly isWhole: boolean;
}

/** White space after it is not seen, and keeps the place of every other claim of the comment. */
const GAP = '[…]';

/** @param shown the claims that are left. */
export function withhold(
  comments: readonly Comment[],
  hidden: readonly HiddenClaim[],
  shown: Iterable<Pick<Claim, 'comment'>>,
): { comments: Comment[]; withheld: Withheld[] } {
  const byComment = groupsOf(hidden, ({ claim }) => claim.comment);
  const speaking = new Set([...shown].map(({ comment }) => comment));
  const withheld: Withheld[] = [];
  const left = comments.flatMap((comment) => {
    const gone = byComment.get(comment.id);
    if (gone === undefined) return comment;
    const reason = [...new Set(gone.map((one) => one.reason))].join('; ');
    const isWhole = !speaking.has(comment.id);
    withheld.push({ comment: comment.id, reason, isWhole });
    return isWhole ? [] : { ...comment, text: gone.reduce((text, { claim }) => without(text, claim), comment.text) };
  });
  return { comments: left, withheld };
}

function without(text: string, { start, end }: Claim): string {
  const length = end - start;
  return text.slice(0, start) + GAP.padEnd(length, ' ').slice(0, length) + text.slice(end);
}
