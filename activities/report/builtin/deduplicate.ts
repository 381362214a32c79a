import type { Claim, EmbeddedBatch, SortedClaim, SortedTopic, Topic } from '../model';
import { allOf, bySpeakers, claimsOfTopic } from './people';
import { sameOf } from './points';
import { relate } from './relate';
import { Vectors } from './vectors';

export interface SortInput {
  readonly topics: readonly Topic[];
  readonly claims: readonly Claim[];
  readonly vectors: readonly EmbeddedBatch[];
}

/**
 * Files the claims under their subtopics, puts those in nearly the same words under one of them, says which are near to which, and
 * sorts by speakers.
 */
export function sortAndDeduplicate({ topics, claims, vectors: batches }: SortInput): SortedTopic[] {
  const vectors = new Vectors(batches);
  const bySubtopic = grouped(claims, ({ subtopic }) => subtopic);
  const sorted = topics.map((topic) => {
    const subtopics = topic.subtopics
      .map((subtopic) => ({ ...subtopic, claims: relate(groupSame(bySubtopic.get(subtopic.id) ?? []), vectors) }))
      .filter((subtopic) => subtopic.claims.length > 0);
    return { ...topic, subtopics: bySpeakers(subtopics, (subtopic) => subtopic.claims.flatMap(allOf)) };
  });
  return bySpeakers(
    sorted.filter((topic) => topic.subtopics.length > 0),
    claimsOfTopic,
  );
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** Claims in nearly the same words, under the one whose words most of them have; linear, whatever the texts are. */
function groupSame(claims: readonly Claim[]): SortedClaim[] {
  const groups = [...grouped(claims, sameOf).values()].map((group) => {
    const written = grouped(group, ({ text }) => text);
    const often = (claim: Claim): number => written.get(claim.text)?.length ?? 0;
    const [head, ...similar] = group.toSorted(
      (a, b) => often(b) - often(a) || a.text.length - b.text.length || (a.id < b.id ? -1 : 1),
    );
    return head === undefined ? [] : { ...head, similar };
  });
  return bySpeakers(groups.flat(), allOf);
}
