/** A corrected report: the topics, the comments that may be shown, and what the ledger says of it. */
import { namesSomebody } from '../input';
import type { Claim, Comment, LedgerEntry, SortedClaim, SortedTopic, Topic } from '../model';
import { bySpeakers, claimsOfTopic } from '../builtin/people';
import { applyCorrections } from './apply';
import type { Draft, DraftTopic } from './draft';
import type { Correction, Problem } from './parse';
import { withhold } from './withhold';

export interface Corrected {
  readonly topics: SortedTopic[];
  readonly comments: Comment[];
  /** With what is withheld, and one entry for each correction. */
  readonly noted: LedgerEntry[];
  readonly notFound: number;
}

export interface Uncorrected {
  readonly topics: readonly SortedTopic[];
  readonly comments: readonly Comment[];
  readonly noted: readonly LedgerEntry[];
}

type Sort = (input: { topics: readonly Topic[]; claims: readonly Claim[] }) => Promise<SortedTopic[]>;

/** @param sort is asked for the topics alone whose claims are others than before. @returns the problems, where there are any. */
export async function correctedBy(
  corrections: readonly Correction[],
  { topics: tree, comments: all, noted }: Uncorrected,
  sort: Sort,
): Promise<Corrected | Problem[]> {
  const { draft, hidden, entries, problems } = applyCorrections(tree, corrections);
  if (problems.length > 0) return problems;
  const shown = draft.claims.map(({ claim }) => claim);
  const { comments, withheld } = withhold(all, hidden, shown);
  const done = entries.done();
  const notes = new Map(withheld.map((one) => [one.comment, one]));
  const before = new Map(noted.map((entry) => [entry.input, entry]));
  return {
    topics: await sorted(tree, draft, sort),
    comments,
    noted: [
      ...noted.filter(({ input }) => !notes.has(input)),
      ...[...notes.values()].map(({ comment, reason, isWhole }) => ({
        input: comment,
        outcome: isWhole ? ('skipped' as const) : ('ok' as const),
        reason: [before.get(comment)?.reason, `hidden${isWhole ? '' : ' in part'}: ${reason}`]
          .filter(Boolean)
          .join('; '),
      })),
      ...done.map((correction) => ({
        input: `corrections, line ${correction.line}${correction.outcome === 'applied' ? '' : ' (not found)'}`,
        outcome: correction.outcome === 'applied' ? ('ok' as const) : ('skipped' as const),
        reason: correction.text,
        correction,
      })),
    ],
    notFound: done.filter(({ outcome }) => outcome === 'notFound').length,
  };
}

/** Topics whose claims are as they were keep their order within; a name is all that may be new of them. */
async function sorted(tree: readonly SortedTopic[], draft: Draft, sort: Sort): Promise<SortedTopic[]> {
  const touched = draft.topics.filter(({ isTouched }) => isTouched);
  const anew =
    touched.length === 0
      ? []
      : await sort({
          topics: touched.map(metaOf),
          claims: touched.flatMap(({ own: topic, subtopics }) =>
            [...subtopics].flatMap(({ own: subtopic, claims }) =>
              [...claims].map(({ claim }) => ({ ...claim, topic, subtopic })),
            ),
          ),
        });
  const kept = draft.topics.filter(({ isTouched }) => !isTouched).flatMap((topic) => named(topic, tree));
  return bySpeakers([...kept, ...anew.map(described)], claimsOfTopic);
}

const metaOf = ({ own, title, description, subtopics }: DraftTopic): Topic => ({
  id: own,
  title,
  description,
  subtopics: [...subtopics].map((one) => ({ id: one.own, title: one.title, description: one.description })),
});

function named(topic: DraftTopic, tree: readonly SortedTopic[]): SortedTopic[] {
  const titles = new Map([...topic.subtopics].map(({ own, title }) => [own, title]));
  return tree
    .filter(({ id }) => id === topic.own)
    .map((was) => ({
      ...was,
      title: topic.title,
      subtopics: was.subtopics.map((one) => ({ ...one, title: titles.get(one.id) ?? one.title })),
    }));
}

/** What came to be by a correction, or was described by what is hidden, is described by its first claim that says of nobody who it is. */
function described(topic: SortedTopic): SortedTopic {
  const subtopics = topic.subtopics.map((one) => ({ ...one, description: one.description || first(one.claims) }));
  return { ...topic, subtopics, description: topic.description || first(subtopics.flatMap(({ claims }) => claims)) };
}

const first = (claims: readonly SortedClaim[]): string => claims.find(({ text }) => !namesSomebody(text))?.text ?? '';
