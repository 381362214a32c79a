/** The part of the page that says how the report was made: what it says is so, in every language. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MEASURED } from '../../../../activities/report/measured';
import { renderReport } from '../../../../activities/report/render/html';
import { buildReport, type ReportParts } from '../../../../activities/report/render/report';
import { PipelineOutput } from '../../../../activities/report/report-schema';
import { small } from '../../../report/sample';

const PRINTED = readFileSync(join(__dirname, '../../../../bench/quality/printed.txt'), 'utf8');

const METHOD = {
  file: {
    form: 'CSV',
    encoding: 'windows-1252',
    delimiter: 'semicolon',
    rows: 18,
    questions: ['Your idea?'],
    fields: { id: 'Ref' },
  },
  options: ['--column "Your idea?"'],
  version: '1.2.3',
  models: [{ name: 'An encoder', sha256: 'abc123' }],
};
const SIGNED = {
  by: 'R. Clerk',
  at: '2026-11-27T10:00:00.000Z',
  reviewed: true,
  done: [
    { line: 1, kind: 'rename', of: ['topic:a1'], text: 'rename topic:a1 Night buses', outcome: 'applied', comments: 2 },
    { line: 3, kind: 'hide', of: ['claim:b2'], text: 'hide claim:b2', outcome: 'notFound', comments: 0 },
  ],
};

/** The method part of the page, as it is read. */
function method(parts: ReportParts, more: object = {}): string {
  const output = buildReport(parts);
  Object.assign(output.data[1], more);
  const page = renderReport(PipelineOutput.parse(output), parts.ledger);
  const section = /<section id="method">.*?<\/section>/s.exec(page)?.[0] ?? '';
  return section
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .replaceAll('&quot;', '"')
    .replace(/ ([.,;])/g, '$1');
}

it('the figures of the method are those that the bench printed', () => {
  const [, judged, merged, precision, recall] =
    /(\d+) judged pairs, (\d+) are one claim: precision ([\d.]+) %, recall ([\d.]+) %/.exec(PRINTED)?.map(Number) ?? [];
  expect(MEASURED.pairs).toEqual({ judged, merged, precision: (precision ?? 0) / 100, recall: (recall ?? 0) / 100 });
  const mixes = [...PRINTED.matchAll(/^(English|German).*: (\d+) comments, \d+ topics, NMI ([\d.]+), knn5 ([\d.]+)/gm)];
  expect(MEASURED.mixes).toEqual(
    mixes.map(([, language, comments, nmi, nearest]) => ({
      language: language === 'German' ? 'de' : 'en',
      comments: Number(comments),
      nmi: Number(nmi),
      nearest: Number(nearest),
    })),
  );
  expect(mixes).toHaveLength(3);
  const [, accepted, names] = /(\d+) of (\d+) names of topics are accepted/.exec(PRINTED)?.map(Number) ?? [];
  expect(MEASURED.names).toEqual({ judged: names, accepted });
});

it('without a signature the page says that nobody has checked the report, at its beginning too', () => {
  const unsigned = 'Nobody has signed this report off: no person has checked it.';
  expect(method(small)).toContain(unsigned);
  const page = renderReport(buildReport(small), small.ledger);
  expect(page.slice(page.indexOf('id="reading"'), page.indexOf('id="search"'))).toContain(unsigned);
});

it('with one it says who and when, and every correction, also those of which nothing came', () => {
  const said = method(small, { corrections: SIGNED });
  expect(said).toContain('R. Clerk has signed this report off (27 November 2026).');
  expect(said).not.toContain('Nobody has signed');
  expect(said).toContain(
    '2 corrections by a person rename topic:a1 Night buses hide claim:b2 (nothing has this id any more)',
  );
});

it('says what was read, masked, set aside, merged, measured, and with what it was made', () => {
  const [first, ...rest] = small.comments;
  if (first === undefined) throw new Error('unreachable');
  const ledger = [
    ...small.ledger,
    { input: 'row 19', outcome: 'skipped' as const, reason: 'no answer: "n/a"' },
    { input: 'row 20', outcome: 'skipped' as const, reason: 'no answer: "-"' },
  ];
  const masked = { ...first, text: `${first.text} Call [PHONE].`, lang: 'en' };
  const said = method({ ...small, comments: [masked, ...rest], ledger, method: METHOD });
  for (const fact of [
    'Read: 18 rows, CSV, windows-1252, semicolon. Columns: Your idea?, Ref.',
    'and the like are masked: in 1 comment.',
    'Languages: English (1).',
    'Set aside, with the reason: no answer (2); empty comment (1).',
    '1 of 16 stand under another.',
    '0 statements rest on votes on whole comments, 1 on claims',
    'Of 253 pairs of claims, each judged by a person, 23 were counted together, 100% of them rightly',
    '92% were found.',
    `Of ${MEASURED.names.judged} names of topics, each judged by a person beside the claims under it, ${MEASURED.names.accepted} were found fitting.`,
    'Measured on 28 November 2026',
    'Analyser: builtin. pipeline-worker 1.2.3',
    'An encoder : sha256 abc123',
    'Options: --column "Your idea?"',
  ])
    expect(said).toContain(fact);
});

it.each([
  [
    'de',
    'Niemand hat diesen Bericht freigegeben',
    '385 Kommentare mehrerer Beteiligungen, gemischt (Englisch)',
    '0,64 von 1',
  ],
  ['fr', 'Personne n’a validé ce rapport', 'mélangées (anglais)', '0,64 sur 1'],
  ['es', 'Nadie ha dado el visto bueno', 'mezcladas (inglés)', '0,64 de 1'],
  ['ja', 'この報告書を承認した人はいません', '混ぜた385件のコメント（英語）', '1に対して0.64'],
])('says it in %s, with its names and numbers', (language, unsigned, mix, nmi) => {
  const said = method({ ...small, language, method: METHOD });
  for (const words of [unsigned, mix, nmi]) expect(said).toContain(words);
});
