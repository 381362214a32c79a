/** The overview: what most spoke of, what they said, what divides them, what came from few. Counted, never written. */
import type { Crux } from '../model';
import type { OverviewSentence, ReportClaim, ReportTopic } from '../report-schema';
import { speakersOf, topicSpeakers } from './figures';
import { TEXTS } from './texts';

/** After the first topic; a list of all stands below. */
const NAMED_TOPICS = 3;
/** A topic of so few people, or of so small a share, is told as one. */
const FEW_PEOPLE = 5;
const FEW_SHARE = 0.05;
/** What hides personal data is read where it stands. */
const MASK = /\[(?:EMAIL|PHONE|SSN|CARD)\]/;

const { sentences: SAY } = TEXTS;

interface Spoken {
  readonly topic: ReportTopic;
  readonly people: number;
}

/** Three to five sentences, each with the ids of the topics and claims that it rests on. None where nothing was claimed. */
export function overviewOf(topics: readonly ReportTopic[], cruxes: readonly Crux[]): OverviewSentence[] {
  const spoken = topics.map((topic) => ({ topic, people: topicSpeakers(topic) }));
  const [first] = spoken;
  if (first === undefined) return [];
  const claims = topics.flatMap(({ subtopics }) => subtopics.flatMap((subtopic) => subtopic.claims));
  const everybody = speakersOf(claims).size;
  return [
    ofMost(spoken, first, everybody),
    inTheSameWords(claims),
    asLetters(claims),
    divided(topics, cruxes),
    ofFew(spoken, claims, everybody),
  ].filter((sentence) => sentence !== undefined);
}

function ofMost(spoken: readonly Spoken[], first: Spoken, everybody: number): OverviewSentence {
  const others = spoken.slice(1, NAMED_TOPICS);
  const text = SAY.most(
    first.topic.title,
    first.people,
    everybody,
    others.map(({ topic, people }) => SAY.of(topic.title, people)),
  );
  return { text, topics: [first, ...others].map(({ topic }) => topic.id), claims: [] };
}

function inTheSameWords(claims: readonly ReportClaim[]): OverviewSentence | undefined {
  const best = mostSaid(claims.filter(({ letter, title }) => letter === undefined && !MASK.test(title)));
  if (best === undefined || best.people < 2) return undefined;
  return { text: SAY.same(best.people, best.claim.title), topics: [], claims: [best.claim.id] };
}

function asLetters(claims: readonly ReportClaim[]): OverviewSentence | undefined {
  const letters = claims.filter(({ letter, title }) => letter === true && !MASK.test(title));
  const best = mostSaid(letters);
  if (best === undefined) return undefined;
  const ids = [best.claim, ...letters.filter((claim) => claim !== best.claim)].map(({ id }) => id);
  return { text: SAY.letters(letters.length, best.people, best.claim.title), topics: [], claims: ids };
}

function divided(topics: readonly ReportTopic[], cruxes: readonly Crux[]): OverviewSentence {
  const best = cruxes.find(({ text }) => !MASK.test(text));
  if (best === undefined) return { text: SAY.undivided(topics.length), topics: topics.map(({ id }) => id), claims: [] };
  const say = best.basis === 'votes' ? SAY.votes : SAY.words;
  return { text: say(best.text, best.agreeCount, best.disagreeCount), topics: [], claims: [best.claim] };
}

function ofFew(spoken: readonly Spoken[], claims: readonly ReportClaim[], everybody: number): OverviewSentence {
  if (spoken.length <= NAMED_TOPICS) {
    const single = claims.filter((claim) => speakersOf([claim]).size === 1).length;
    return { text: SAY.single(single, claims.length), topics: spoken.map(({ topic }) => topic.id), claims: [] };
  }
  const few = spoken.slice(NAMED_TOPICS).filter(({ people }) => people <= Math.max(FEW_PEOPLE, everybody * FEW_SHARE));
  const told = (few.length > 0 ? few : spoken).slice(few.length > 0 ? -NAMED_TOPICS : -1);
  return {
    text: SAY.few(told.map(({ topic, people }) => SAY.of(topic.title, people))),
    topics: told.map(({ topic }) => topic.id),
    claims: [],
  };
}

/** The first of those that most people said: the order of the report decides among equals. */
function mostSaid(claims: readonly ReportClaim[]): { claim: ReportClaim; people: number } | undefined {
  return claims
    .map((claim) => ({ claim, people: speakersOf([claim]).size }))
    .reduce<{ claim: ReportClaim; people: number } | undefined>(
      (best, one) => (best === undefined || one.people > best.people ? one : best),
      undefined,
    );
}
