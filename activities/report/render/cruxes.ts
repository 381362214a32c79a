/** The report's add-ons: cruxes with reconciled camps and scores, a score a topic, and who stands where. */
import { byName } from '../hash';
import type { Crux, SortedTopic } from '../model';
import type { AddOns, SpeakerCruxMatrix, SubtopicCrux, TopicScore } from '../report-schema';
import type { Texts } from './texts/index';
import { words } from './texts/phrase';

type Place = { topic: string; subtopic: string; speakers: Set<string> };

const speakersOf = (subtopic: SortedTopic['subtopics'][number]): string[] =>
  subtopic.claims.flatMap((claim) => [claim.speaker, ...claim.similar.map((c) => c.speaker)]);

/** Keyed by topic and subtopic together: two topics may each have a subtopic of the same name. */
function placesOf(topics: readonly SortedTopic[]): Map<string, Place> {
  return new Map(
    topics.flatMap((topic) =>
      topic.subtopics.map((s) => [
        JSON.stringify([topic.id, s.id]),
        { topic: topic.title, subtopic: s.title, speakers: new Set(speakersOf(s)) },
      ]),
    ),
  );
}

/** Speakers get numbers in name order over the whole report: the same whatever the order of the rows. */
function labelsOf(topics: readonly SortedTopic[], cruxes: readonly Crux[]): Map<string, string> {
  const inTree = topics.flatMap((t) => t.subtopics.flatMap(speakersOf));
  const named = cruxes.flatMap((c) => [...c.agree, ...c.disagree]);
  const names = [...new Set([...inTree, ...named])].toSorted(byName);
  return new Map(names.map((name, index) => [name, `${index + 1}:${name}`]));
}

/** Who stands on both sides stands on neither; nobody counts twice. Done before scoring, so that scores never exceed 1. */
function camps(crux: Crux): { agree: string[]; disagree: string[]; unclear: string[] } {
  const yes = new Set(crux.agree);
  const no = new Set(crux.disagree);
  return {
    agree: [...yes].filter((s) => !no.has(s)),
    disagree: [...no].filter((s) => !yes.has(s)),
    unclear: [...yes].filter((s) => no.has(s)),
  };
}

/** What a crux rests on, in the language of the page, with the words of others in theirs. */
function explained(
  { explanation, counter, agreeCount, disagreeCount }: Crux,
  texts: Texts,
): Pick<SubtopicCrux, 'explanation' | 'explanationQuoted'> {
  if (explanation !== undefined) return { explanation };
  if (counter !== undefined) {
    const { text, quoted } = texts.say('explainOpposite', { claim: words(counter.text, counter.lang) });
    return { explanation: text, ...(quoted.length === 0 ? {} : { explanationQuoted: [...quoted] }) };
  }
  const voted = Math.max(1, agreeCount + disagreeCount);
  const agree = Math.round((100 * agreeCount) / voted) / 100;
  const shares = { agree: texts.percent(agree), disagree: texts.percent(1 - agree) };
  return { explanation: texts.text('explainVotes', { n: texts.number(voted), ...shares }) };
}

function subtopicCrux(crux: Crux, place: Place, labels: ReadonlyMap<string, string>, texts: Texts): SubtopicCrux {
  const { agree, disagree, unclear } = camps(crux);
  const named = (names: string[]): string[] => names.map((name) => labels.get(name) ?? name);
  const byVotes = crux.basis === 'votes';
  const [yes, no] = byVotes ? [crux.agreeCount, crux.disagreeCount] : [agree.length, disagree.length];
  // Votes are shared out among those who voted, spoken claims among all who spoke in the subtopic. A named speaker need
  // not have a claim left in it, so the whole is never smaller than its parts.
  const spoke = new Set([...place.speakers, ...agree, ...disagree, ...unclear]).size;
  const whole = Math.max(1, byVotes ? yes + no : spoke);
  return {
    topic: place.topic,
    subtopic: place.subtopic,
    cruxClaim: crux.text,
    agree: named(agree),
    disagree: named(disagree),
    no_clear_position: named(unclear),
    ...explained(crux, texts),
    ...(crux.lang === undefined ? {} : { lang: crux.lang }),
    agreementScore: yes / whole,
    disagreementScore: no / whole,
    controversyScore: (2 * Math.min(yes, no)) / whole,
    speakersInvolved: agree.length + disagree.length + unclear.length,
    totalSpeakersInSubtopic: spoke,
    ...(byVotes ? { votes: { agree: yes, disagree: no } } : {}),
  };
}

function topicScores(
  topics: readonly SortedTopic[],
  placed: readonly { crux: Crux; out: SubtopicCrux }[],
): TopicScore[] {
  return topics.flatMap((topic) => {
    const own = placed.filter(({ crux }) => crux.topic === topic.id);
    if (own.length === 0) return [];
    return {
      topic: topic.title,
      averageControversy: own.reduce((sum, { out }) => sum + out.controversyScore, 0) / own.length,
      subtopicCount: new Set(own.map(({ crux }) => crux.subtopic)).size,
      totalSpeakers: new Set(topic.subtopics.flatMap(speakersOf)).size,
    };
  });
}

/** Only speakers who stand somewhere: with 281 speakers and 30 cruxes the rest would be most of the file. */
function matrixOf(cruxes: readonly SubtopicCrux[], labels: ReadonlyMap<string, string>): SpeakerCruxMatrix | undefined {
  const stands = cruxes.map((c) => ({ agree: new Set(c.agree), disagree: new Set(c.disagree) }));
  const speakers = [...labels.values()].filter((s) => stands.some((c) => c.agree.has(s) || c.disagree.has(s)));
  if (speakers.length === 0) return undefined;
  return {
    speakers,
    cruxLabels: cruxes.map((c) => `${c.topic} → ${c.subtopic}`),
    matrix: speakers.map((s) =>
      stands.map((c) => (c.agree.has(s) ? 'agree' : c.disagree.has(s) ? 'disagree' : 'no_position')),
    ),
  };
}

/** The add-ons block, or undefined where nothing divides. A crux of a subtopic that is not in the tree is left out. */
export function addOnsOf(topics: readonly SortedTopic[], cruxes: readonly Crux[], texts: Texts): AddOns | undefined {
  const places = placesOf(topics);
  const labels = labelsOf(topics, cruxes);
  const placed = cruxes.flatMap((crux) => {
    const place = places.get(JSON.stringify([crux.topic, crux.subtopic]));
    return place ? [{ crux, out: subtopicCrux(crux, place, labels, texts) }] : [];
  });
  if (placed.length === 0) return undefined;
  const subtopicCruxes = placed.map(({ out }) => out);
  const speakerCruxMatrix = matrixOf(subtopicCruxes, labels);
  return {
    subtopicCruxes,
    topicScores: topicScores(topics, placed),
    ...(speakerCruxMatrix ? { speakerCruxMatrix } : {}),
  };
}
