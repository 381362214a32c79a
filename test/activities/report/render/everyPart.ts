/** A report with all that a page can have, whose own texts are digits: what else stands on its page, the page says. */
import { groupsOf, spokenIn } from '../../../../activities/report/groups';
import type { Method } from '../../../../activities/report/method';
import type { Claim, Comment, Crux, LedgerEntry, SortedTopic } from '../../../../activities/report/model';
import { renderReport } from '../../../../activities/report/render/html';
import { buildReport } from '../../../../activities/report/render/report';
import type { FileWord } from '../../../../activities/report/render/texts/words';
import { parts, whole } from './trees';

const HASH = '0123456789ab';

const comments = Array.from({ length: 40 }, (_, at): Comment => ({
  id: `${at}`,
  text: `${at} 1 2. 3 4 5 [EMAIL]`,
  speaker: at === 0 ? `Anonymous ${HASH}` : at === 1 ? `Speaker ${HASH}` : `${at}`,
  lang: at === 3 ? 'ar' : at === 4 ? 'ja' : 'zh',
}));
const claimOf = (comment: Comment): Claim => ({ ...whole(comment), end: 6, text: comment.text.slice(0, 6) });
const plain = comments.map((comment) => ({ ...claimOf(comment), similar: [] as Claim[] }));
const claims = [
  ...plain.slice(0, 30),
  { ...plain[30], similar: plain.slice(31, 34), letter: 'l' },
  { ...plain[34], similar: plain.slice(35, 37), relatedTo: plain[1]?.id },
  { ...plain[37], relatedTo: plain[34]?.id },
] as SortedTopic['subtopics'][number]['claims'];
const called = (title: string, id: string, own: typeof claims): SortedTopic => ({
  id,
  title,
  description: '6',
  subtopics: [
    { id: `${id}1`, title: '“7 8”', description: '9', claims: own.slice(1) },
    { id: `${id}2`, title: 'Other 2', description: '10', claims: own.slice(0, 1) },
  ].map((subtopic) => ({
    ...subtopic,
    claims: subtopic.claims.map((c) => ({ ...c, topic: id, subtopic: subtopic.id })),
  })),
});
const topics = ['Other', '“11 …”', '12', '13', '14'].map((title, at) =>
  called(title, `t${at}`, at === 0 ? claims : claims.slice(at, at + 2)),
);

const byWords: Crux = {
  topic: 't0',
  subtopic: 't01',
  claim: plain[1]?.id ?? '',
  text: '15',
  basis: 'polarity',
  agree: [`Anonymous ${HASH}`, '2', '3', '4'],
  disagree: [`Speaker ${HASH}`, '4'],
  agreeCount: 3,
  disagreeCount: 1,
  controversy: 0.5,
  counter: { text: '16', lang: 'zh' },
};
const { counter: _, ...byVotes } = { ...byWords, basis: 'votes' as const, agree: [], disagree: [], controversy: 0.9 };
const cruxes: readonly Crux[] = [byVotes, ...Array.from({ length: 210 }, () => byWords)];

/** Each reason that a row can have, with digits in place of what differs, and one that only the ledger knows. */
const REASONS = [
  'rejected by moderation (1)',
  'empty comment',
  'no answer: no letters',
  'no answer: "2"',
  'emoji only',
  'a number only: a rating says nothing without its question',
  'an address only',
  'a test, no comment',
  'duplicate id: row 3 has it too, says the same, and is used',
  'exact duplicate of row 4',
  'the first 10000 of 12000 characters are read',
  'id too long: 300 characters, at most 200',
  '5 cells, the header has 4: a delimiter in a text without quotes?',
  'language: too little to tell, in a file that is mostly Chinese',
  'language: looks like Swahili',
  'hidden in part: 6',
  'hidden: 7',
] as const;
const ledger: LedgerEntry[] = [
  ...comments.map(({ id }): LedgerEntry => ({ input: id, outcome: 'ok' })),
  ...Array.from({ length: 220 }, (__, at): LedgerEntry => ({
    input: `row ${at}`,
    outcome: 'skipped',
    reason: REASONS[1],
  })),
  ...REASONS.map((reason, at): LedgerEntry => ({ input: `${900 + at} (row ${at})`, outcome: 'skipped', reason })),
  { input: '800', outcome: 'skipped' },
  { input: '801', outcome: 'ok', reason: REASONS[10] },
  { input: '802', outcome: 'failed', reason: '17' },
];

const groups = groupsOf(
  [
    { name: '18', people: comments.map(({ speaker }, at) => [speaker, at < 20 ? '19' : '20']) },
    { name: '21', people: [['2', '22']] },
  ],
  spokenIn(topics),
);

const methodOf = (form: string, delimiter: string): Method => ({
  file: { form, encoding: 'UTF-8', delimiter, rows: 270, questions: ['23', '24'], fields: { id: '25' } },
  options: ['--lang de'],
  version: '0.1.0',
  models: [{ name: 'Universal Sentence Encoder', sha256: HASH }],
});

/** One page for each kind of file; signed off and not, with and without what can be missing. */
export function everyPart(language: string): string[] {
  const kinds: readonly (readonly [form: 'CSV' | 'JSON' | FileWord, delimiter: FileWord])[] = [
    ['CSV', 'comma'],
    ['Excel workbook', 'tab'],
    ['JSON lines', 'semicolon'],
    ['JSON', 'pipe'],
  ];
  return kinds.map(([form, delimiter], at) => {
    const signed = at % 2 === 0;
    const corrections = {
      by: '26',
      at: '2026-11-26T10:00:00.000Z',
      reviewed: true,
      done: [
        { line: 1, kind: 'rename' as const, of: ['1'], text: '1', outcome: 'applied' as const, comments: 2 },
        { line: 2, kind: 'hide' as const, of: ['2'], text: '2', outcome: 'notFound' as const, comments: 0 },
      ],
    };
    const given = parts({
      title: '27',
      description: '28',
      language,
      topics: at === 3 ? [] : topics,
      cruxes: at === 1 ? [byVotes] : at === 2 ? [byWords] : at === 3 ? [] : cruxes,
      comments,
      ledger: at === 3 ? ledger.slice(0, 40) : ledger,
      groups,
      analyser: 'builtin',
      method: methodOf(form, delimiter),
      summaries: topics.map(({ id }) => ({ topic: id, claims: claims.slice(0, 2).map((claim) => claim.id) })),
      ...(signed && { corrections }),
    });
    return renderReport(buildReport(given), given.ledger, given.groups);
  });
}
