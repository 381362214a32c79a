/**
 * What the product itself calls what has no name of its own: a topic, a speaker, a row. The data say it in English, in these forms, whoever
 * reads them; the page says it in its own language.
 */
import type { Texts } from './texts/index';

const OTHER = /^Other(?: (?<n>\d+))?$/u;
/** A topic that is called by what lies in its middle. */
const QUOTED = /^“(?<words>[^“”]+)”$/u;
const SPEAKER = /^(?<kind>Anonymous|Speaker) (?<id>[0-9a-f]{12})$/u;
const ROW = /^row (?<n>\d+)(?<again>-\d+)?$/u;
const ROW_OF_ID = /^(?<id>.+) \(row (?<n>\d+)\)(?<again>-\d+)?$/su;

/** A topic, or a part of one. */
function topicIn(title: string, texts: Texts): string {
  const other = OTHER.exec(title);
  if (other !== null) return [texts.text('otherTopic'), other.groups?.['n'] ?? ''].join(' ').trim();
  const words = QUOTED.exec(title)?.groups?.['words'];
  return words === undefined ? title : texts.text('quotedTitle', { words });
}

interface Titled {
  readonly title: string;
}

/** Topics and their parts, as this page calls them. */
export const topicsIn = <T extends Titled & { readonly subtopics: readonly S[] }, S extends Titled>(
  topics: readonly T[],
  texts: Texts,
): (T & { subtopics: S[] })[] =>
  topics.map((topic) => ({
    ...topic,
    title: topicIn(topic.title, texts),
    subtopics: topic.subtopics.map((subtopic) => ({ ...subtopic, title: topicIn(subtopic.title, texts) })),
  }));

export function speakerIn(name: string, texts: Texts): string {
  const { kind, id = '' } = SPEAKER.exec(name)?.groups ?? {};
  if (kind === undefined) return name;
  return texts.text(kind === 'Speaker' ? 'maskedSpeaker' : 'unnamedSpeaker', { id });
}

/** An input of the ledger. */
export function inputIn(input: string, texts: Texts): string {
  const row = ROW.exec(input)?.groups;
  if (row) return texts.text('row', { n: row['n'] ?? '' }) + (row['again'] ?? '');
  const { id, n = '', again = '' } = ROW_OF_ID.exec(input)?.groups ?? {};
  return id === undefined ? input : texts.text('rowOfId', { id, n }) + again;
}

export const analyserIn = (name: string, texts: Texts): string => (name === 'builtin' ? texts.text('builtin') : name);
