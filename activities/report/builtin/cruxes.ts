import type { Claim, Comment, Crux, SortedClaim, SortedTopic } from '../model';
import { isAboutSelf, isInsult } from './manner';
import { allOf } from './people';
import { stancesOf } from './stance';

const MAX_A_SUBTOPIC = 3;
const MIN_VOTES = 20;
/** 0.5 is a split of one to three: below it people mostly agree. */
const MIN_CONTROVERSY = 0.5;
/** Of claims about the same, so many are held against each other: more would cost the square of a hostile file. */
const MAX_SIDES = 20;

export interface CruxInput {
  readonly topics: readonly SortedTopic[];
  readonly comments: readonly Comment[];
}

type Subtopic = SortedTopic['subtopics'][number];

/**
 * Where people divide: by votes in subtopics whose comments were voted on, else by claims that contradict each other for sure, wherever
 * they stand. Most divided first, insults last; what tells of the writer alone divides nobody. None is a possible answer, and better than a
 * false one.
 */
export function findCruxes({ topics, comments }: CruxInput): Crux[] {
  const voted = new Map(comments.filter(isVoted).map((comment) => [comment.id, comment]));
  const subtopics = topics.flatMap((topic) => topic.subtopics);
  const isVotedOn = (subtopic: Subtopic): boolean =>
    subtopic.claims.flatMap(allOf).some(({ comment }) => voted.has(comment));
  const votedOn = subtopics.filter(isVotedOn);
  const silent = subtopics.filter((subtopic) => !votedOn.includes(subtopic)).flatMap(({ claims }) => claims);
  const spoken = votedOn.flatMap(({ claims }) => claims.flatMap(allOf));
  const found = [...byVotes(spoken, voted), ...byStance(silent)];
  const shown = new Map<string, number>();
  return found.sort(mostDivided).filter(({ subtopic }) => {
    const before = shown.get(subtopic) ?? 0;
    shown.set(subtopic, before + 1);
    return before < MAX_A_SUBTOPIC;
  });
}

function mostDivided(a: Crux, b: Crux): number {
  return (
    Number(isInsult(a.text)) - Number(isInsult(b.text)) || strength(b) - strength(a) || (a.claim < b.claim ? -1 : 1)
  );
}

/** Controversy, held back where few people were asked: 10 to 10 says less than 300 to 280. */
function strength({ controversy, agreeCount, disagreeCount }: Crux): number {
  const asked = agreeCount + disagreeCount;
  return (controversy * asked) / (asked + MIN_VOTES);
}

function controversyOf(agree: number, disagree: number): number {
  return agree + disagree === 0 ? 0 : (2 * Math.min(agree, disagree)) / (agree + disagree);
}

function isVoted({ agrees = 0, disagrees = 0 }: Comment): boolean {
  return agrees + disagrees >= MIN_VOTES;
}

/** Votes are for a comment as a whole, so the whole of it is shown; its first claim says where it stands. */
function byVotes(claims: readonly Claim[], voted: ReadonlyMap<string, Comment>): Crux[] {
  const first = new Map<string, Claim>();
  for (const claim of claims) {
    const known = first.get(claim.comment);
    if (known === undefined || claim.start < known.start) first.set(claim.comment, claim);
  }
  return [...first.values()].flatMap((claim) => {
    const comment = voted.get(claim.comment);
    if (comment === undefined || isAboutSelf(comment.text)) return [];
    const { agrees = 0, disagrees = 0, text } = comment;
    const controversy = controversyOf(agrees, disagrees);
    if (controversy < MIN_CONTROVERSY) return [];
    return {
      topic: claim.topic,
      subtopic: claim.subtopic,
      claim: claim.id,
      text: text.trim(),
      basis: 'votes',
      agree: [],
      disagree: [],
      agreeCount: agrees,
      disagreeCount: disagrees,
      controversy,
      ...(claim.lang === undefined ? {} : { lang: claim.lang }),
    };
  });
}

/** Claims about the same of which one turns once more than the other. */
function byStance(claims: readonly SortedClaim[]): Crux[] {
  const about = new Map<string, { claim: SortedClaim; turns: number }[]>();
  for (const claim of claims) {
    for (const stance of stancesOf(claim.text, claim.lang)) {
      const sides = about.get(stance.about) ?? [];
      if (sides.length < MAX_SIDES) sides.push({ claim, turns: stance.turns });
      about.set(stance.about, sides);
    }
  }
  const cruxes = new Map<string, Crux>();
  for (const sides of about.values()) {
    for (const one of sides.filter(({ turns }) => turns % 2 === 0)) {
      for (const other of sides.filter(({ turns }) => Math.abs(turns - one.turns) === 1)) {
        const crux = opposed(one.claim, other.claim);
        if (crux !== undefined) cruxes.set(`${one.claim.id} ${other.claim.id}`, crux);
      }
    }
  }
  return [...cruxes.values()];
}

/** Who is on both sides takes neither: reconciled before anything is counted. */
function opposed(claim: SortedClaim, counter: SortedClaim): Crux | undefined {
  const sides = [claim, counter].map((side) => new Set(allOf(side).map(({ speaker }) => speaker)));
  const [agree, disagree] = sides.map((side, at) => [...side].filter((speaker) => !sides[1 - at]?.has(speaker)).sort());
  if (agree === undefined || disagree === undefined || agree.length === 0 || disagree.length === 0) return undefined;
  return {
    topic: claim.topic,
    subtopic: claim.subtopic,
    claim: claim.id,
    text: claim.text,
    basis: 'polarity',
    agree,
    disagree,
    agreeCount: agree.length,
    disagreeCount: disagree.length,
    controversy: controversyOf(agree.length, disagree.length),
    counter: { text: counter.text, ...(counter.lang === undefined ? {} : { lang: counter.lang }) },
    ...(claim.lang === undefined ? {} : { lang: claim.lang }),
  };
}
