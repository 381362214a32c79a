/** The overview: what most spoke of, what they said, what divides them, what came from few. Counted, never written. */
import { namesSomebody } from '../input';
import type { Crux } from '../model';
import type { OverviewSentence, ReportClaim, ReportTopic } from '../report-schema';
import { speakersOf, topicSpeakers } from './figures';
import type { Texts } from './texts/index';
import { words, type Phrase } from './texts/phrase';

/** After the first topic; a list of all stands below. */
const NAMED_TOPICS = 3;
/** A topic of so few people, or of so small a share, is told as one. */
const FEW_PEOPLE = 5;
const FEW_SHARE = 0.05;

const MAX_QUOTED = 140;

/** What is quoted in a sentence: whole words, as far as it is read at a glance. */
function shortened(text: string): string {
  const plain = text.replace(/\s+/gu, ' ').trim();
  const [begin] = new RegExp(`^.{1,${MAX_QUOTED}}(?=\\s|$)`, 'su').exec(plain) ??
    new RegExp(`^.{1,${MAX_QUOTED}}`, 'su').exec(plain) ?? [plain];
  return begin === plain ? plain : `${begin} …`;
}

interface Spoken {
  readonly topic: ReportTopic;
  readonly people: number;
}

/** The language of a claim, by its id. */
export type Languages = ReadonlyMap<string, string>;

/** Three to five sentences, each with the ids of the topics and claims that it rests on. None where nothing was claimed. */
export function overviewOf(
  topics: readonly ReportTopic[],
  cruxes: readonly Crux[],
  languages: Languages,
  texts: Texts,
): OverviewSentence[] {
  const spoken = topics.map((topic) => ({ topic, people: topicSpeakers(topic) }));
  const [first] = spoken;
  if (first === undefined) return [];
  const claims = topics.flatMap(({ subtopics }) => subtopics.flatMap((subtopic) => subtopic.claims));
  const everybody = speakersOf(claims).size;
  return [
    ofMost(spoken, first, everybody, texts),
    inTheSameWords(claims, languages, texts),
    asLetters(claims, languages, texts),
    divided(topics, cruxes, texts),
    ofFew(spoken, claims, everybody, texts),
  ].filter((sentence) => sentence !== undefined);
}

const titleOf = ({ topic }: Spoken): Phrase => words(topic.title, topic.lang);

const nameOf = (spoken: Spoken, texts: Texts): Phrase =>
  texts.say('sayOf', { title: titleOf(spoken), n: texts.number(spoken.people) });

const sentence = (
  { text, quoted }: Phrase,
  topics: readonly string[],
  claims: readonly string[],
): OverviewSentence => ({
  text,
  topics: [...topics],
  claims: [...claims],
  ...(quoted.length === 0 ? {} : { quoted: [...quoted] }),
});

function ofMost(spoken: readonly Spoken[], first: Spoken, everybody: number, texts: Texts): OverviewSentence {
  const others = spoken.slice(1, NAMED_TOPICS);
  const values = {
    title: titleOf(first),
    people: texts.number(first.people),
    all: texts.number(everybody),
    others: texts.sayList(others.map((one) => nameOf(one, texts))),
  };
  const text =
    first.people === everybody
      ? texts.sayCount(others.length > 0 ? 'sayAllAlso' : 'sayAll', everybody, values)
      : texts.say(others.length > 0 ? 'sayMostThen' : 'sayMost', values);
  return sentence(
    text,
    [first, ...others].map(({ topic }) => topic.id),
    [],
  );
}

function inTheSameWords(
  claims: readonly ReportClaim[],
  languages: Languages,
  texts: Texts,
): OverviewSentence | undefined {
  const best = mostSaid(claims.filter(({ letter, title }) => letter === undefined && !namesSomebody(title)));
  if (best === undefined || best.people < 2) return undefined;
  const claim = words(shortened(best.claim.title), languages.get(best.claim.id));
  return sentence(texts.sayCount('saySame', best.people, { claim }), [], [best.claim.id]);
}

function asLetters(claims: readonly ReportClaim[], languages: Languages, texts: Texts): OverviewSentence | undefined {
  const letters = claims.filter(({ letter, title }) => letter === true && !namesSomebody(title));
  const best = mostSaid(letters);
  if (best === undefined) return undefined;
  const ids = [best.claim, ...letters.filter((claim) => claim !== best.claim)].map(({ id }) => id);
  const claim = words(shortened(best.claim.title), languages.get(best.claim.id));
  const text =
    letters.length === 1
      ? texts.sayCount('sayLetter', best.people, { claim })
      : texts.say('sayLetters', { letters: texts.number(letters.length), people: texts.number(best.people), claim });
  return sentence(text, [], ids);
}

function divided(topics: readonly ReportTopic[], cruxes: readonly Crux[], texts: Texts): OverviewSentence {
  const best = cruxes.find(({ text }) => !namesSomebody(text));
  if (best === undefined)
    return { text: texts.count('sayUndivided', topics.length), topics: topics.map(({ id }) => id), claims: [] };
  const text = texts.say(best.basis === 'votes' ? 'sayVotes' : 'sayWords', {
    claim: words(shortened(best.text), best.lang),
    agree: texts.number(best.agreeCount),
    disagree: texts.number(best.disagreeCount),
  });
  return sentence(text, [], [best.claim]);
}

function ofFew(
  spoken: readonly Spoken[],
  claims: readonly ReportClaim[],
  everybody: number,
  texts: Texts,
): OverviewSentence {
  if (spoken.length <= NAMED_TOPICS) {
    const single = claims.filter((claim) => speakersOf([claim]).size === 1).length;
    const text =
      single === 0
        ? texts.text('sayNoneSingle')
        : texts.count('saySingle', claims.length, { single: texts.number(single) });
    return { text, topics: spoken.map(({ topic }) => topic.id), claims: [] };
  }
  const few = spoken.slice(NAMED_TOPICS).filter(({ people }) => people <= Math.max(FEW_PEOPLE, everybody * FEW_SHARE));
  const told = (few.length > 0 ? few : spoken).slice(few.length > 0 ? -NAMED_TOPICS : -1);
  return sentence(
    texts.say('sayFew', { topics: texts.sayList(told.map((one) => nameOf(one, texts))) }),
    told.map(({ topic }) => topic.id),
    [],
  );
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
