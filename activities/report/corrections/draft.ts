/** The tree of a report while corrections are made in it. Ids are those of the report, which people see. */
import { subtopicIdOf, topicIdOf } from '../hash';
import type { Claim, Comment, SortedTopic, Topic } from '../model';

export interface DraftTopic {
  readonly id: string;
  /** Of the analyser, from which the report's is made. */
  readonly own: string;
  title: string;
  description: string;
  /** Claims were taken out of it or put into it: they have to be sorted anew. */
  isTouched: boolean;
  readonly subtopics: Set<DraftSubtopic>;
}

export interface DraftSubtopic {
  readonly id: string;
  readonly own: string;
  title: string;
  description: string;
  topic: DraftTopic;
  readonly claims: Set<DraftClaim>;
}

export interface HiddenClaim {
  readonly claim: Claim;
  readonly reason: string;
  readonly line: number;
}

export interface DraftClaim {
  readonly claim: Claim;
  /** The claims in the same words that are shown under it. */
  readonly similar: readonly DraftClaim[];
  place: DraftSubtopic;
}

export class Draft {
  readonly topics: DraftTopic[] = [];

  constructor(tree: readonly SortedTopic[]) {
    for (const topic of tree) {
      const added = this.addTopic(topic.id, topic.title, topic.description);
      for (const { claims, ...subtopic } of topic.subtopics) {
        const place = addSubtopic(added, subtopic);
        for (const { similar, relatedTo: _beside, ...claim } of claims) {
          const under = similar.map((one) => ({ claim: one, similar: [], place }));
          for (const one of [{ claim, similar: under, place }, ...under]) place.claims.add(one);
        }
      }
    }
  }

  addTopic(own: string, title: string, description = ''): DraftTopic {
    const topic = {
      id: topicIdOf(own),
      own,
      title,
      description,
      isTouched: false,
      subtopics: new Set<DraftSubtopic>(),
    };
    this.topics.push(topic);
    return topic;
  }

  get subtopics(): DraftSubtopic[] {
    return this.topics.flatMap(({ subtopics }) => [...subtopics]);
  }

  get claims(): DraftClaim[] {
    return this.subtopics.flatMap(({ claims }) => [...claims]);
  }
}

export function addSubtopic(
  topic: DraftTopic,
  { id: own, title, description }: Omit<Topic, 'subtopics'>,
): DraftSubtopic {
  const id = subtopicIdOf(topic.own, own);
  const subtopic = { id, own, title, description, topic, claims: new Set<DraftClaim>() };
  topic.subtopics.add(subtopic);
  return subtopic;
}

/** With the claims shown under it, but for those of which another line says where they stand. */
export function putClaim(
  claim: DraftClaim,
  to: DraftSubtopic,
  hasItsOwn: (one: DraftClaim) => boolean = () => false,
): void {
  const from = claim.place;
  for (const one of [claim, ...claim.similar]) {
    if (one.place !== from || (one !== claim && hasItsOwn(one))) continue;
    one.place.claims.delete(one);
    one.place = to;
    to.claims.add(one);
  }
  from.topic.isTouched = true;
  to.topic.isTouched = true;
}

export function putSubtopic(subtopic: DraftSubtopic, to: DraftTopic): void {
  subtopic.topic.isTouched = true;
  subtopic.topic.subtopics.delete(subtopic);
  subtopic.topic = to;
  to.subtopics.add(subtopic);
  to.isTouched = true;
}

/** Takes a claim out, with those shown under it that no line has put elsewhere. @returns what was taken. */
export const takeClaim = (claim: DraftClaim): Claim[] =>
  [claim, ...claim.similar].filter(({ place }) => place === claim.place).flatMap(takeOne);

/** @returns it, unless it was taken before. */
export function takeOne(one: DraftClaim): Claim[] {
  one.place.topic.isTouched = true;
  return one.place.claims.delete(one) ? [one.claim] : [];
}

export const commentsOf = (claims: Iterable<{ readonly claim: Pick<Claim, 'comment'> }>): Set<Comment['id']> =>
  new Set([...claims].map(({ claim }) => claim.comment));

/** The items by what `keyOf` says of each, in their order. */
export function groupsOf<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
