import type { SortInput } from '../analyser';
import type { Claim, SortedClaim, SortedTopic } from '../model';
import { areOpposite, nameOtherNumbers, polarityOf } from './polarity';
import { dot, Vectors } from './vectors';

/** Of hand-written pairs, rewordings of one claim lay between 0.64 and 0.84, other claims on the topic below 0.67. */
const SAME_CLAIM_COSINE = 0.7;

/** Files the claims under their subtopics, puts those that say the same under one of them, and sorts by speakers. */
export function sortAndDeduplicate({ topics, claims, vectors: batches }: SortInput): SortedTopic[] {
  const vectors = new Vectors(batches);
  const bySubtopic = grouped(claims);
  const sorted = topics.map((topic) => {
    const subtopics = topic.subtopics
      .map((subtopic) => ({ ...subtopic, claims: groupSame(bySubtopic.get(subtopic.id) ?? [], vectors) }))
      .filter((subtopic) => subtopic.claims.length > 0);
    return { ...topic, subtopics: bySpeakers(subtopics, (subtopic) => subtopic.claims.flatMap(allOf)) };
  });
  return bySpeakers(
    sorted.filter((topic) => topic.subtopics.length > 0),
    (topic) => topic.subtopics.flatMap((subtopic) => subtopic.claims.flatMap(allOf)),
  );
}

function grouped(claims: readonly Claim[]): ReadonlyMap<string, Claim[]> {
  const groups = new Map<string, Claim[]>();
  for (const claim of claims) {
    const group = groups.get(claim.subtopic);
    if (group === undefined) groups.set(claim.subtopic, [claim]);
    else group.push(claim);
  }
  return groups;
}

/** A claim and those under it. */
export function allOf(claim: SortedClaim): Claim[] {
  return [claim, ...claim.similar];
}

/** Most distinct speakers first, then most claims, then by id: an order that depends on content alone. */
function bySpeakers<T extends { id: string }>(items: readonly T[], claimsOf: (item: T) => readonly Claim[]): T[] {
  return items
    .map((item) => {
      const claims = claimsOf(item);
      return { item, claims: claims.length, speakers: new Set(claims.map(({ speaker }) => speaker)).size };
    })
    .sort((a, b) => b.speakers - a.speakers || b.claims - a.claims || (a.item.id < b.item.id ? -1 : 1))
    .map(({ item }) => item);
}

/**
 * Greedy: the claim with the most others saying the same becomes the head of a group and takes them, nearest first;
 * then the next among those left. Every member says the same as its head, so groups do not drift along chains.
 */
function groupSame(claims: readonly Claim[], vectors: Vectors): SortedClaim[] {
  const nodes = claims
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((claim) => ({ claim, vector: vectors.of(claim.text), polarity: polarityOf(claim.text) }));
  const same = nodes.map((a) =>
    nodes.flatMap((b, at) => {
      if (a === b) return [];
      const cosine = dot(a.vector, b.vector);
      if (cosine < SAME_CLAIM_COSINE || areOpposite(a.polarity, b.polarity)) return [];
      return nameOtherNumbers(a.polarity, b.polarity) ? [] : [{ at, cosine }];
    }),
  );
  const free = new Set(nodes.keys());
  const heads = [...nodes.keys()].sort((a, b) => weight(same[b]) - weight(same[a]) || a - b);
  const groups: SortedClaim[] = [];
  for (const head of heads) {
    const node = nodes[head];
    if (node === undefined || !free.delete(head)) continue;
    const members = (same[head] ?? [])
      .filter(({ at }) => free.has(at))
      .sort((a, b) => b.cosine - a.cosine || a.at - b.at);
    for (const { at } of members) free.delete(at);
    groups.push({ ...node.claim, similar: members.flatMap(({ at }) => nodes[at]?.claim ?? []) });
  }
  return bySpeakers(groups, allOf);
}

function weight(same: readonly { cosine: number }[] = []): number {
  return same.reduce((sum, { cosine }) => sum + cosine, 0);
}
