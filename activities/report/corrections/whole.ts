/** What must hold of a tree that was corrected, before it is published. */
import { groupsOf } from './draft';
import type { Draft, DraftSubtopic, DraftTopic, HiddenClaim } from './draft';
import type { Correction, Problem } from './parse';

/** White space and the dots of a quote that is cut differ; the words do not. */
const plain = (text: string): string => text.replace(/\s+/gu, ' ').trim();

/** The words that a name quotes, where it is a quote of what was said. */
function quotedIn(title: string): string | undefined {
  const [, inner] = /^“(.+?)(?: …)?”(?: \d+)?$/su.exec(title) ?? [];
  return inner;
}

export function mustBeWhole(
  draft: Draft,
  hidden: readonly HiddenClaim[],
  corrections: readonly Correction[],
): Problem[] {
  const line = hidden.at(-1)?.line ?? 1;
  const left = draft.topics.filter((topic) => isLeft(topic));
  if (left.length === 0 && hidden.length > 0)
    return [{ line, what: 'everything would be hidden: nothing is left to report' }];
  cleanDescriptions(draft, hidden);
  return [...calledTheSame(left, corrections), ...quotingWhatIsHidden(left, hidden)];
}

const isLeft = ({ subtopics }: DraftTopic): boolean => [...subtopics].some(({ claims }) => claims.size > 0);

/** Two topics of one name could not be told apart. Those that the analyser named are unlike each other. */
function calledTheSame(topics: readonly DraftTopic[], corrections: readonly Correction[]): Problem[] {
  const names = groupsOf(topics, ({ title }) => title.toLowerCase());
  return [...names.values()].flatMap(([first, second]) => {
    if (first === undefined || second === undefined) return [];
    const naming = corrections.findLast((one) => 'name' in one && one.name.toLowerCase() === first.title.toLowerCase());
    return [
      {
        line: naming?.line ?? 1,
        what: `two topics would be called ${JSON.stringify(second.title)}: merge them, or take another name`,
      },
    ];
  });
}

function quotingWhatIsHidden(topics: readonly DraftTopic[], hidden: readonly HiddenClaim[]): Problem[] {
  const told = new Map<string, Problem>();
  const look = ({ id, title }: DraftTopic | DraftSubtopic, kind: string): void => {
    const quote = quotedIn(title);
    if (quote === undefined) return;
    const source = hidden.find(
      ({ claim }) => plain(claim.text).includes(plain(quote)) || plain(quote).includes(plain(claim.text)),
    );
    if (source)
      told.set(id, { line: source.line, what: `the name of ${kind}:${id} quotes what this line hides: rename it too` });
  };
  for (const topic of topics) {
    look(topic, 'topic');
    for (const subtopic of topic.subtopics)
      if (subtopic.claims.size > 0 && subtopic.title !== topic.title) look(subtopic, 'subtopic');
  }
  return [...told.values()];
}

/** A description is quoted from a comment: where it is of one that is hidden or was moved away, the first claim will describe the place. */
function cleanDescriptions(draft: Draft, hidden: readonly HiddenClaim[]): void {
  const touched = draft.topics.filter(({ isTouched }) => isTouched);
  const gone = hidden.map(({ claim }) => plain(claim.text));
  for (const place of touched.flatMap((topic) => [topic, ...topic.subtopics])) {
    const said = plain(place.description);
    if (gone.some((text) => said.includes(text) || (said !== '' && text.includes(said)))) place.description = '';
  }
}
