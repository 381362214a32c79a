/** The report in three to five sentences: counted, with the ids of what each rests on, and a way to it on the page. */
import type { Comment, Crux, SortedTopic } from '../../../../activities/report/model';
import { renderReport } from '../../../../activities/report/render/html';
import { buildReport } from '../../../../activities/report/render/report';
import { PipelineOutput } from '../../../../activities/report/report-schema';
import { oneTopic, parts, whole } from './trees';

const comment = (id: string, text: string): Comment => ({ id, text, speaker: `Person ${id}` });
const people = (from: number, to: number, text: string): Comment[] =>
  Array.from({ length: to - from }, (_, at) => comment(`${from + at}`, text));

function topic(id: string, title: string, ...claims: readonly (readonly Comment[])[]): SortedTopic {
  const made = oneTopic([], title);
  const filled = claims.flatMap(([first, ...others]) =>
    first === undefined ? [] : { ...whole(first), similar: others.map(whole) },
  );
  return { ...made, id, subtopics: made.subtopics.map((subtopic) => ({ ...subtopic, claims: filled })) };
}

const BUSES = people(0, 6, 'More buses in the evening.');
const LETTER = people(6, 10, 'Please refuse the application. The field is the last one.');
const PARK = people(10, 12, 'The park needs benches.');
const lettered = topic('t2', 'Application', LETTER);
const [claims = []] = lettered.subtopics.map((subtopic) => subtopic.claims);
for (const claim of claims) claim.letter = 'l';

const CRUX: Crux = {
  topic: 't1',
  subtopic: 's',
  claim: 'claim-0',
  text: 'More buses in the evening.',
  basis: 'votes',
  agree: [],
  disagree: [],
  agreeCount: 43,
  disagreeCount: 46,
  controversy: 0.97,
  explanation: '',
};
const given = (
  cruxes: readonly Crux[] = [CRUX],
  topics = [topic('t1', 'Buses', BUSES), lettered, topic('t3', 'Parks', PARK)],
) => parts({ topics, cruxes, comments: [...BUSES, ...LETTER, ...PARK] });
const overview = (of: ReturnType<typeof given>) => buildReport(of).data[1].overview ?? [];

it('says what most spoke of and said, which letter was sent, what divides, and what came from few', () => {
  expect(overview(given()).map(({ text }) => text)).toEqual([
    'More people spoke of Buses than of anything else: 6 of 12; then of Application (4) and Parks (2).',
    'In nearly the same words 6 people said: “More buses in the evening.”',
    '4 people sent a letter of one wording: “Please refuse the application. The field is the last one.”',
    'Votes divide most on “More buses in the evening.”: 43 agree, 46 disagree.',
    'Nothing came from one person alone.',
  ]);
});

it('every sentence names what it rests on, each of which is in the report and is linked from it', () => {
  const output = buildReport(given());
  const report = output.data[1];
  const page = renderReport(output, []);
  const known = new Set([
    ...report.topics.map(({ id }) => id),
    ...report.topics.flatMap((t) => t.subtopics.flatMap((s) => s.claims.map(({ id }) => id))),
  ]);
  expect(report.overview).toHaveLength(5);
  for (const { topics, claims: ids } of report.overview ?? []) {
    expect(topics.length + ids.length).toBeGreaterThan(0);
    for (const id of [...topics, ...ids]) expect(known).toContain(id);
    for (const id of topics) expect(page).toContain(`href="#t-${id}"`);
  }
  expect(page.match(/<a href="#c-[0-9a-f]+">claim \d+<\/a>/g)?.length).toBeGreaterThanOrEqual(3);
  expect(PipelineOutput.parse(output).data[1].overview).toEqual(report.overview);
});

it('names the topics of fewest people where there are more than the first sentence names', () => {
  const more = ['t4', 't5'].map((id, at) => topic(id, `Small ${at}`, PARK.slice(at, at + 1)));
  const all = [topic('t1', 'Buses', BUSES), lettered, topic('t3', 'Parks', PARK), ...more];
  expect(overview(given([CRUX], all)).at(-1)?.text).toBe('Fewest spoke of Small 0 (1) and Small 1 (1).');
});

it('says so where nothing divides, and where all is one topic', () => {
  const alone = topic('t1', 'Parks', PARK.slice(0, 1), PARK.slice(1));
  expect(overview(given([], [alone])).map(({ text }) => text)).toEqual([
    'All 2 people spoke of Parks.',
    'Nothing was found on which people plainly stand on both sides.',
    '2 of 2 claims came from one person each.',
  ]);
  expect(overview(given([], []))).toEqual([]);
});

it('repeats no masked text, and cuts long ones between words', () => {
  const masked = people(0, 3, 'Write to [EMAIL] about the buses.');
  const long = people(3, 5, `The bus ${'is late and '.repeat(20)}never comes.`);
  const topics = [topic('t1', 'Buses', masked, long)];
  const cruxes = [{ ...CRUX, text: 'Call [PHONE] now' }];
  const texts = overview(parts({ topics, cruxes, comments: [...masked, ...long] })).map(({ text }) => text);
  expect(texts.join('\n')).not.toMatch(/\[EMAIL\]|\[PHONE\]/);
  expect(texts[1]).toMatch(/^In nearly the same words 2 people said: “The bus .{1,140} …”$/);
});
