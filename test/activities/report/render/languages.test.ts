/** Goal: a page speaks one language, and every text of somebody else is marked with its own. */
import type { Claim, Comment, Crux, SortedClaim, SortedTopic } from '../../../../activities/report/model';
import { renderReport } from '../../../../activities/report/render/html';
import { buildReport } from '../../../../activities/report/render/report';

const SAID = [
  ['Der Radweg ist sehr wichtig.', 'de'],
  ['مسار الدراجات مهم جدا', 'ar'],
  ['自転車道は必要です', 'ja'],
  ['The cycle path is a waste.', 'en'],
] as const;

const claims = SAID.map(([text, lang], at): SortedClaim => {
  const claim: Claim = {
    id: `k${at}`,
    comment: `c${at}`,
    speaker: `P${at}`,
    topic: 't',
    subtopic: 's',
    start: 0,
    end: text.length,
    text,
    lang,
  };
  return { ...claim, similar: [] };
});
const comments = claims.map(({ comment, speaker, text, lang }): Comment => ({
  id: comment,
  speaker,
  text,
  ...(lang && { lang }),
}));

const topicOf = (title: string, id: string, own: readonly SortedClaim[]): SortedTopic => ({
  id,
  title,
  description: '',
  subtopics: [
    { id: `s${id}`, title, description: '', claims: own.map((claim) => ({ ...claim, topic: id, subtopic: `s${id}` })) },
  ],
});
const topics = [topicOf('Radweg', 't', claims.slice(0, 1)), topicOf('مسار الدراجات', 'u', claims.slice(1))];

const crux: Crux = {
  topic: 'u',
  subtopic: 'su',
  claim: 'k1',
  text: SAID[1][0],
  lang: 'ar',
  basis: 'polarity',
  agree: ['P1'],
  disagree: ['P3'],
  agreeCount: 1,
  disagreeCount: 1,
  controversy: 1,
  counter: { text: SAID[3][0], lang: 'en' },
};

function reportIn(language: string, cruxes: readonly Crux[] = [crux]) {
  return buildReport({
    title: 'x',
    description: 'y',
    language,
    date: '2026-11-27T00:00:00Z',
    topics,
    summaries: topics.map(({ id, subtopics }) => ({
      topic: id,
      claims: subtopics.flatMap((s) => s.claims.map((claim) => claim.id)),
    })),
    cruxes,
    comments,
    ledger: comments.map(({ id }) => ({ input: id, outcome: 'ok' })),
    analyser: 'builtin',
    durationMs: 1,
  });
}

const pageIn = (language: string): string => {
  const output = reportIn(language);
  return renderReport(output, []);
};

it.each([
  ['de', '1 Aussage zu diesem Thema, von 1 Person.', 'Andere sagen das Gegenteil: „'],
  ['fr', '1 affirmation sur ce thème, de 1 personne.', 'D’autres disent le contraire'],
  ['es', '1 afirmación sobre este tema, de 1 persona.', 'Otras personas dicen lo contrario: «'],
  ['ja', 'この話題について1人が1件の意見を述べました。', '反対のことを述べた人もいます:「'],
  ['en', '1 person made 1 claim on this topic.', 'Others say the opposite: “'],
])('in %s summaries and reasons are in that language', (language, summary, reason) => {
  const [, report] = reportIn(language).data;
  expect(report.topics[0]?.summary).toContain(summary);
  expect(report.addOns?.subtopicCruxes?.[0]?.explanation).toContain(reason);
});

it('votes are told in the language of the page, in whole shares that sum to 100', () => {
  const { counter: _, ...voted } = crux;
  const [, report] = reportIn('de', [{ ...voted, basis: 'votes', agreeCount: 2, disagreeCount: 1 }]).data;
  expect(report.addOns?.subtopicCruxes?.[0]?.explanation.replaceAll('\u00a0', ' ')).toBe(
    'Von 3 Personen, die über diesen Kommentar abgestimmt haben, sind 67 % dafür und 33 % dagegen.',
  );
});

it('every quote in a sentence of the report is marked where it stands, in its language', () => {
  const [, report] = reportIn('de').data;
  const marked = [
    ...(report.overview ?? []),
    ...report.topics.map(({ summary = '', summaryQuoted }) => ({ text: summary, quoted: summaryQuoted })),
    ...(report.addOns?.subtopicCruxes ?? []).map((one) => ({ text: one.explanation, quoted: one.explanationQuoted })),
  ].flatMap(({ text, quoted = [] }) =>
    quoted.map(({ startIdx, endIdx, lang }) => [text.slice(startIdx, endIdx), lang]),
  );
  for (const [words = '', lang] of marked) {
    expect([...SAID.map(([text, code]) => [text, code]), ['Radweg', 'de'], ['مسار الدراجات', 'ar']]).toContainEqual([
      words,
      lang,
    ]);
  }
  expect(new Set(marked.map(([, lang]) => lang))).toEqual(new Set(['de', 'ar', 'ja', 'en']));
});

it('titles, summaries, sentences, statements and quotes are shown in their language, Arabic from right to left', () => {
  const page = pageIn('de');
  expect(page).toContain('<h2><bdi lang="ar" dir="rtl">مسار الدراجات</bdi></h2>');
  expect(page).toContain('<h2><bdi>Radweg</bdi></h2>');
  expect(page).toMatch(/<option value="t-\w+" lang="ar" dir="rtl">مسار الدراجات<\/option>/);
  expect(page).toContain('„<bdi lang="ja">自転車道は必要です</bdi>“');
  expect(page).toContain('Andere sagen das Gegenteil: „<bdi lang="en">The cycle path is a waste.</bdi>“');
  expect(page).toContain('<bdi class="words" lang="ar" dir="rtl">مسار الدراجات مهم جدا</bdi>');
  // No text in Arabic letters stands in an element that does not say so, but in labels, which can hold no other language.
  const bare = page.replace(/<(\w+)[^>]*lang="ar"[^>]*>[^<]*<\/\1>/g, '').replace(/(?:aria-label|title)="[^"]*"/g, '');
  expect(bare).not.toMatch(/\p{Script=Arabic}/u);
});

it('languages of which the lists of words are short are named in the language of the page', () => {
  expect(pageIn('de')).toContain('Diese sind kurz für: Arabisch und Japanisch.');
  expect(pageIn('en')).toContain('Those for Arabic and Japanese are small');
});
