/** Topics of what people say: the same words stand in one place, and a list of wishes in as many as it has. */
import { cluster } from '../../../../activities/report/builtin/cluster';
import { communities } from '../../../../activities/report/builtin/communities';
import { passagesOf } from '../../../../activities/report/builtin/passages';
import type { Clustering, Comment, EmbeddedBatch } from '../../../../activities/report/model';
import { DIMENSIONS, encodeVectors, textKey } from '../../../../activities/report/builtin/vectors';

const SUBJECTS = ['bus', 'library', 'park'];

/** A vector by the subject that a text names, and a little of its own. */
function vectorOf(text: string): Float32Array {
  const own = Number.parseInt(textKey(text).slice(0, 6), 16);
  return Float32Array.from({ length: DIMENSIONS }, (_, at) => {
    if (at < SUBJECTS.length) return text.toLowerCase().includes(SUBJECTS[at] ?? '') ? 1 : 0;
    return at - SUBJECTS.length === own % (DIMENSIONS - SUBJECTS.length) ? 0.3 : 0;
  });
}

function embedded(comments: readonly Comment[]): EmbeddedBatch[] {
  const texts = [...new Set([...passagesOf(comments).values()].flat().map(({ text }) => text))];
  return [{ id: 'all', keys: texts.map(textKey), vectors: encodeVectors(texts.map(vectorOf)) }];
}

const run = (comments: readonly Comment[]): Clustering => cluster({ comments, vectors: embedded(comments) });
const comment = (id: string, text: string): Comment => ({ id, text, speaker: `speaker ${id}` });

const ABOUT = [
  'The % is dirty.',
  'Nobody looks after the %.',
  'Our % is too loud.',
  'A roof for the %, please.',
  'The % closes early.',
  'I like the % in the evening.',
  'One more % for the north.',
  'The % has no toilets.',
];
const rows = SUBJECTS.flatMap((subject) => ABOUT.map((text) => text.replace('%', subject))).map((text, at) =>
  comment(`r${at}`, text),
);
const of = ({ assignments }: Clustering, id: string) =>
  assignments.filter((assignment) => assignment.comment === id).sort((a, b) => a.start - b.start);

it('thirty people who say the same are in one topic', () => {
  const same = Array.from({ length: 30 }, (_, at) => comment(`s${at}`, 'Please support the bus lane on Mill Street.'));
  const { topics, assignments } = run(same);
  expect(topics).toHaveLength(1);
  expect(new Set(assignments.map(({ subtopic }) => subtopic)).size).toBe(1);
  expect(assignments).toHaveLength(30);
  const among = run([...same, ...rows]);
  expect(
    new Set(among.assignments.filter(({ comment: id }) => id.startsWith('s')).map(({ topic }) => topic)).size,
  ).toBe(1);
});

it('a comment with three wishes has each of them in its own topic, beside those of others on the same', () => {
  const three = comment('three', 'The bus is never on time. The library should open on Mondays. The park needs trees.');
  const found = run([...rows, three]);
  const own = of(found, 'three').map(({ topic }) => topic);
  expect(own).toEqual(['r0', 'r8', 'r16'].map((id) => of(found, id)[0]?.topic));
  expect(new Set(own).size).toBe(3);
});

it('what several said stands in one place, though some said it in the middle of something else', () => {
  const wish = 'The bus should be free.';
  const found = run([...rows, comment('a', wish), comment('b', wish), comment('c', `Our library is lovely. ${wish}`)]);
  expect(new Set(['a', 'b', 'c'].map((id) => of(found, id).at(-1)?.subtopic)).size).toBe(1);
});

it('what leans on different things is filed with each of them, and with the same thing once', () => {
  const leaning = 'This must change very soon.';
  const found = run([
    ...rows,
    ...['a', 'b'].map((id) => comment(id, `The bus is cold in winter. ${leaning}`)),
    comment('c', `The library is cold in winter. ${leaning}`),
  ]);
  const [cold, change] = of(found, 'c');
  expect(change?.topic).toBe(cold?.topic);
  const [here, there] = ['a', 'b'].map((id) => of(found, id).at(-1));
  expect([there?.subtopic, there?.context]).toEqual([here?.subtopic, here?.context]);
  expect(change?.topic).not.toBe(here?.topic);
  expect(change?.context).not.toBe(here?.context);
});

it('gives the same in another order of the rows', () => {
  const sorted = ({ topics, assignments }: Clustering) => [topics, assignments.map((a) => JSON.stringify(a)).sort()];
  expect(sorted(run(rows.toReversed()))).toEqual(sorted(run(rows)));
});

it('of more than can be compared each with each, those left join the nearest', () => {
  const vectors = rows.map(({ text }) => Float32Array.from(vectorOf(text)));
  const groups = communities(vectors, 12).map((group) => group.map((at) => Math.floor(at / ABOUT.length)));
  expect(groups.map((group) => [...new Set(group)])).toEqual([[0], [1], [2]]);
  expect(groups.flat()).toHaveLength(rows.length);
});
