/**
 * Goal: the built-in analyser on real consultations. The data (CC BY 4.0, see the licence note beside it) is not part of
 * the project.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allOf } from '../../../../activities/report/builtin/people';
import { inlineAnalyser } from '../../../../activities/report/builtin/inline';
import { readComments } from '../../../../activities/report/input';
import { analyse, type Analysis } from './analyse';

const read = (name: string) => readComments(readFileSync(join(__dirname, '../../../../../shared/data', name)));

function shuffled<T>(items: readonly T[]): T[] {
  const order = items.map((item, at) => ({ item, key: (at * 7_919) % 10_007 }));
  return order.sort((a, b) => a.key - b.key).map(({ item }) => item);
}

function sizes({ sorted }: Analysis): { title: string; claims: number }[] {
  return sorted.map(({ title, subtopics }) => {
    return { title, claims: subtopics.flatMap((subtopic) => subtopic.claims.flatMap(allOf)).length };
  });
}

describe.each([
  { name: 'polis-bowling-green.csv', rows: 607, used: 607, fewest: 6, most: 16 },
  { name: 'polis-all-en.csv', rows: 5_120, used: 3_735, fewest: 8, most: 24 },
])('$name', ({ name, rows, used, fewest, most }) => {
  const analyser = inlineAnalyser();
  const input = read(name);
  let analysis: Analysis;
  beforeAll(async () => {
    analysis = await analyse(analyser, input.comments);
  }, 300_000);

  it('loses no row: each is a comment or is skipped with a reason', () => {
    expect(input.total).toBe(rows);
    expect(input.comments).toHaveLength(used);
    const names = [...input.comments.map(({ id }) => id), ...input.skipped.map((entry) => entry.input)];
    expect(new Set(names).size).toBe(rows);
    expect(input.skipped.filter(({ reason }) => reason === undefined)).toEqual([]);
  });

  it('is English but for a few rows', async () => {
    const { setAside } = await analyser.read(input.comments, new AbortController().signal);
    expect(setAside.length).toBeLessThan(input.comments.length / 100);
  });

  it('has a readable number of topics, none of them tiny, all with a name of their own', () => {
    const topics = sizes(analysis);
    expect(topics.length).toBeGreaterThanOrEqual(fewest);
    expect(topics.length).toBeLessThanOrEqual(most);
    expect(new Set(topics.map(({ title }) => title)).size).toBe(topics.length);
    const tiny = topics.filter((topic) => topic.title !== 'Other' && topic.claims < analysis.claims.length / 100);
    expect(tiny).toEqual([]);
  });

  it('quotes every comment exactly, and every claim once', () => {
    const texts = new Map(input.comments.map(({ id, text }) => [id, text]));
    const quoted = analysis.sorted.flatMap((topic) =>
      topic.subtopics.flatMap((subtopic) => subtopic.claims.flatMap(allOf)),
    );
    expect(quoted.filter((claim) => texts.get(claim.comment)?.slice(claim.start, claim.end) !== claim.text)).toEqual(
      [],
    );
    expect(new Set(quoted.map(({ id }) => id)).size).toBe(analysis.claims.length);
    expect(quoted).toHaveLength(analysis.claims.length);
    expect(new Set(quoted.map(({ comment }) => comment)).size).toBe(used);
  });

  it('gives the same bytes for shuffled rows', async () => {
    const again = await analyse(analyser, shuffled(input.comments), { reversed: true, known: analysis.vectors });
    expect(JSON.stringify(again.sorted)).toBe(JSON.stringify(analysis.sorted));
    expect(JSON.stringify(again.summaries)).toBe(JSON.stringify(analysis.summaries));
    expect(JSON.stringify(again.cruxes)).toBe(JSON.stringify(analysis.cruxes));
  }, 120_000);
});
