/** What a person is asked to look at: a corrections file that changes nothing yet, with everything that can be corrected. */
import { subtopicIdOf, topicIdOf } from '../hash';
import type { SortedClaim, SortedTopic } from '../model';
import { allOf, claimsOfTopic, peopleOf } from '../builtin/people';
import { FORMS, type Problem } from './parse';

/** Of a claim so much as tells it from others; a subtopic lists so many of its claims, those of most people first. */
const MAX_CLAIM = 160;
const MAX_LISTED = 200;

export interface Proposal {
  readonly runId: string;
  readonly topics: readonly SortedTopic[];
  /** The corrections that it was given so far, as they were written. */
  readonly corrections: string;
  readonly problems: readonly Problem[];
}

/** Every line of the tree is a comment: to correct something, take the `#` from a line that begins with a word, or write a line. */
export function proposalOf({ runId, topics, corrections, problems }: Proposal): string {
  const claims = topics.flatMap(claimsOfTopic);
  const count = `${topics.length} topics, ${claims.length} claims of ${peopleOf(claims)} people`;
  const given = corrections.replace(/^\uFEFF/u, '').trimEnd();
  return [
    `# The report ${oneLine(runId)} as a program sorted it: ${count}.`,
    '# Nothing of it is published before you say so. Correct what is wrong in this file, then:',
    `#   pipeline-worker approve ${shellWord(runId)} --corrections THIS_FILE`,
    '# Lines that begin with # are not read. A correction is a line:',
    ...Object.values(FORMS).map((form) => `#   ${form}`),
    '# Ids may be shortened to what tells them from others. The order of the lines does not matter.',
    ...(problems.length === 0 ? [] : ['', '# These lines could not be followed:']),
    ...problems.map(({ line, what }) => `#   line ${line}: ${oneLine(what)}`),
    '',
    ...(given === '' ? [] : ['# Corrections so far:', given, '']),
    '# Topics, the largest first. To name one otherwise, take the # from its line and write the name.',
    ...topics.flatMap(topicLines),
    '',
  ].join('\n');
}

function topicLines(topic: SortedTopic): string[] {
  const id = topicIdOf(topic.id);
  return [
    '',
    `# rename topic:${id} ${quoted(topic.title)}`,
    `#   ${counted(topic.subtopics.flatMap(({ claims }) => claims))}`,
    ...topic.subtopics.flatMap((subtopic) => [
      ...(topic.subtopics.length > 1
        ? [`#   rename subtopic:${subtopicIdOf(topic.id, subtopic.id)} ${quoted(subtopic.title)}`]
        : []),
      ...subtopic.claims.slice(0, MAX_LISTED).map(claimLine),
      ...(subtopic.claims.length > MAX_LISTED
        ? [`#     and ${subtopic.claims.length - MAX_LISTED} more, with their ids in proposal.json`]
        : []),
    ]),
  ];
}

function claimLine(claim: SortedClaim): string {
  const people = peopleOf(allOf(claim));
  const text = oneLine(claim.text);
  const shown = text.length > MAX_CLAIM ? `${text.slice(0, MAX_CLAIM)}…` : text;
  return `#     claim:${claim.id} ${shown}${people > 1 ? ` (${people} people)` : ''}`;
}

const counted = (claims: readonly SortedClaim[]): string => {
  const all = claims.flatMap(allOf);
  return `${peopleOf(all)} people, ${all.length} claims`;
};

/** Comments come from strangers: what nobody sees, or ends a line, could make a correction of them. */
const oneLine = (text: string): string =>
  text.replace(/[\s\p{Control}\p{Surrogate}\u200B\u2028-\u202E\u2060-\u2069\uFEFF]+/gu, ' ').trim();

const quoted = (title: string): string => `"${oneLine(title).replaceAll(/["\\]/gu, '\\$&')}"`;

const shellWord = (id: string): string => (/^[\w.:@/-]+$/u.test(id) ? id : `'${oneLine(id).replaceAll("'", "'\\''")}'`);
