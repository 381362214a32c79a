/** The small report with attributes: most of its groups are too small to be shown, and one topic is loud enough for two. */
import { groupsOf, spokenIn, type Groups } from '../../activities/report/groups';
import type { Attribute, Claim, Comment, LedgerEntry, SortedTopic } from '../../activities/report/model';
import type { ReportParts } from '../../activities/report/render/report';
import { whole } from '../activities/report/render/trees';
import { small } from './sample';

export const AGE = 'Age group';

/** Who says something on the pool, of two groups that are shown and one that is not. */
const SWIMMERS = [
  ...Array.from({ length: 7 }, (_, i) => [`Young ${i}`, '18–24'] as const),
  ...Array.from({ length: 6 }, (_, i) => [`Old ${i}`, '65+'] as const),
  ...Array.from({ length: 2 }, (_, i) => [`Middle ${i}`, '25–64'] as const),
  ...Array.from({ length: 4 }, (_, i) => [`Silent ${i}`, undefined] as const),
];
const comments = SWIMMERS.map(([speaker], i): Comment => ({
  id: `p${i}`,
  speaker,
  text: `Open the pool at ${i + 1} o’clock.`,
}));
const claims = comments.map((comment) => ({ ...whole(comment), similar: [] as Claim[] }));
const [first] = claims;

/** One of the young says what one of the old says too: folded under it. */
const old = claims.find(({ speaker }) => speaker === 'Old 0');
const folded = claims.filter(({ speaker }) => speaker !== 'Old 0');
const POOL: SortedTopic = {
  id: 'pool',
  title: 'Pool',
  description: 'When it opens.',
  subtopics: [
    {
      id: 'hours',
      title: 'Opening hours',
      description: 'When it opens.',
      claims: folded.map((claim) => (claim === first ? { ...claim, similar: old === undefined ? [] : [old] } : claim)),
    },
  ],
};

/** In the rest of the report too: of no group are there five on one of its topics. */
export const PEOPLE: Attribute = {
  name: AGE,
  people: [
    ...SWIMMERS.flatMap(([speaker, value]): [string, string][] => (value === undefined ? [] : [[speaker, value]])),
    ['Ana', '65+'],
    ['Dora', '65+'],
    ['Ben', 'Ninety and more'],
  ],
};

export const groupsIn = (attributes: readonly Attribute[], topics: readonly SortedTopic[]): Groups[] =>
  groupsOf(attributes, spokenIn(topics));

/** With these attributes, `PEOPLE` unless said otherwise. */
export function grouped(attributes: readonly Attribute[] = [PEOPLE]): ReportParts {
  const topics = [POOL, ...small.topics];
  return {
    ...small,
    topics,
    comments: [...comments, ...small.comments],
    ledger: [...comments.map(({ id }): LedgerEntry => ({ input: id, outcome: 'ok' })), ...small.ledger],
    groups: groupsIn(attributes, topics),
  };
}
