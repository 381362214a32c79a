import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { cluster } from '../../activities/report/builtin/cluster';
import { inlineAnalyser } from '../../activities/report/builtin/inline';
import { dot, mean, Vectors } from '../../activities/report/builtin/vectors';
import { passagesOf } from '../../activities/report/builtin/passages';
import { readComments } from '../../activities/report/input';
import type { Comment, EmbeddedBatch } from '../../activities/report/model';

/** What the reader makes of a row; undefined where it sets it aside: the row keeps its place, so that a mix is of the same rows whatever is set aside. */
type Read = Comment | undefined;

/** Comments of several conversations in one file: which of them one came from is its label. */
interface Labelled {
  readonly name: string;
  readonly comments: readonly Comment[];
  readonly labels: ReadonlyMap<string, string>;
  /** What the analyser before had on the same rows: NMI and knn5. */
  readonly before: string;
}

const NEIGHBOURS = 5;
const MANY = 10;
const ENGLISH = 'polis-all-en.csv';
const GERMAN = 'polis-klimarat-de.csv';
/** Ten conversations each, most of them in both, with other comments. The settings were chosen looking at both: neither is a test that they have not seen. */
const MIXES: readonly { name: string; without: readonly string[]; from: number; before: string }[] = [
  {
    name: 'English, ten conversations of 40',
    without: ['15-per-hour-seattle', 'march-on.operation-marchin-orders', 'london.youth.policing', 'bg2050-volunteers'],
    from: 0,
    before: 'NMI 0.593, knn5 0.687',
  },
  {
    name: 'English, other comments of ten conversations',
    without: ['15-per-hour-seattle', 'brexit-consensus', 'scoop-hivemind.freshwater', 'scoop-hivemind.ubi'],
    from: 40,
    before: 'NMI 0.554, knn5 0.626',
  },
];

/** How well topics keep conversations apart: normalised mutual information of the two, and of the five nearest the share of one label. */
export async function topics(data: string): Promise<string[]> {
  const english = conversations(join(data, ENGLISH));
  const german = conversations(join(data, GERMAN));
  const sets = [
    ...MIXES.map(({ name, without, from, before }) => {
      const chosen = new Map([...english].filter(([label]) => !without.includes(label)));
      return labelled({ name, before }, chosen, 40, from);
    }),
    labelled({ name: 'German, three conversations of 100', before: 'NMI 0.010, knn5 0.374' }, german, 100, 0),
  ];
  const lines: string[] = [];
  for (const set of sets) lines.push(...(await judged(set)));
  return [...lines, await ofMany(english, 'even', 0.635), await ofMany(english, 'odd', 0.614)];
}

/** Ten conversations each, drawn by number. Settings are chosen by the even comments; the odd ones are looked at last. */
async function ofMany(
  english: ReadonlyMap<string, readonly Read[]>,
  side: 'even' | 'odd',
  before: number,
): Promise<string> {
  const values: number[] = [];
  for (let mix = 1; mix <= MANY; mix += 1) {
    const drawn = [...english]
      .map(([label, own]) => ({ label, own, order: sha1(`${side} ${mix} ${label}`) }))
      .toSorted((a, b) => (a.order < b.order ? -1 : 1))
      .slice(0, 10)
      .map(({ label, own }): [string, Read[]] => [label, own.filter((_, at) => (at % 2 === 0) === (side === 'even'))]);
    const set = labelled({ name: '', before: '' }, new Map(drawn), 40, 0);
    values.push(information((await clustered(set)).pairs));
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const range = `${Math.min(...values).toFixed(3)} to ${Math.max(...values).toFixed(3)}`;
  return `English, ${MANY} mixes of the ${side} comments of ten conversations: NMI ${mean.toFixed(3)} on average, ${range} (before: ${before.toFixed(3)}, without settling)`;
}

async function judged(set: Labelled): Promise<string[]> {
  const { name, comments, labels, before } = set;
  const { read, vectors, found, pairs, speed, all } = await clustered(set);
  const share = nearestShare(read, labels, new Vectors(vectors).centred());
  return [
    `${name}: ${comments.length} comments, ${found.length} topics, NMI ${information(pairs).toFixed(3)}, knn5 ${share.toFixed(3)} (before: ${before})`,
    `  ${Math.round(speed)} texts a CPU-second embedded, ${Math.round(all)} comments a CPU-second embedded and clustered`,
    `  ${found.map(({ title }) => title).join(' · ')}`,
  ];
}

/** What the analyser makes of a mix, and how fast. `pairs`: of each comment the label and the topic. */
async function clustered({ comments, labels }: Labelled) {
  const analyser = inlineAnalyser();
  const signal = new AbortController().signal;
  const read = (await analyser.read(comments, signal)).comments;
  const began = process.cpuUsage();
  const batches = await analyser.batches(read, signal);
  const vectors: EmbeddedBatch[] = [];
  const embedding = process.cpuUsage();
  for (const batch of batches) vectors.push(await analyser.embed(batch, signal));
  const speed = batches.reduce((sum, { texts }) => sum + texts.length, 0) / secondsSince(embedding);
  const { topics: found, assignments } = cluster({ comments: read, vectors });
  const all = read.length / secondsSince(began);
  const topicOf = new Map(assignments.toReversed().map(({ comment, topic }) => [comment, topic]));
  const pairs = read.map(({ id }): [string, string] => [labels.get(id) ?? '', topicOf.get(id) ?? '']);
  return { read, vectors, found, pairs, speed, all };
}

function secondsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

/** The comments that were not rejected, by conversation, in an order that is none of theirs. */
function conversations(path: string): ReadonlyMap<string, Read[]> {
  const bytes = readFileSync(path);
  const read = new Map(readComments(bytes).comments.map((comment) => [comment.id, comment]));
  const rows = parse<Record<string, string>>(bytes, { columns: true });
  const all = new Map<string, { order: string; comment: Read }[]>();
  for (const { id = '', comment = '', conversation = '', moderated } of rows) {
    if (moderated === '-1' || comment.length < 10) continue;
    const own = all.get(conversation) ?? [];
    all.set(conversation, own);
    const order = sha1(conversation + id);
    const found = read.get(id);
    own.push({ order, comment: found && { id: conversation + id, text: found.text, speaker: id } });
  }
  const sorted = [...all].map(([label, own]): [string, Read[]] => [
    label,
    own.toSorted((a, b) => (a.order < b.order ? -1 : 1)).map(({ comment }) => comment),
  ]);
  return new Map(sorted);
}

function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

function labelled(
  told: Pick<Labelled, 'name' | 'before'>,
  chosen: ReadonlyMap<string, readonly Read[]>,
  each: number,
  from: number,
): Labelled {
  const taken = [...chosen].flatMap(([label, own]) => {
    const start = own.length >= from + each ? from : Math.max(0, own.length - each);
    return own.slice(start, start + each).flatMap((comment) => (comment === undefined ? [] : [{ label, comment }]));
  });
  return {
    ...told,
    comments: taken.map(({ comment }) => comment),
    labels: new Map(taken.map(({ label, comment }) => [comment.id, label])),
  };
}

/** Normalised by the geometric mean: 0 where the two say nothing of each other, 1 where one tells the other. */
function information(pairs: readonly [string, string][]): number {
  const entropy = (keys: readonly string[]): number => {
    const counts = new Map<string, number>();
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    return [...counts.values()].reduce((sum, n) => sum - (n / keys.length) * Math.log(n / keys.length), 0);
  };
  const [one, other] = [entropy(pairs.map(([label]) => label)), entropy(pairs.map(([, topic]) => topic))];
  const shared = one + other - entropy(pairs.map(([label, topic]) => `${label}\n${topic}`));
  return one * other === 0 ? 0 : shared / Math.sqrt(one * other);
}

function nearestShare(comments: readonly Comment[], labels: ReadonlyMap<string, string>, vectors: Vectors): number {
  const passages = passagesOf(comments);
  const points = comments.map(({ id }) => ({ label: labels.get(id), own: passages.get(id) ?? [] }));
  const places = points.map(({ label, own }) => ({ label, vector: mean(own.map(({ text }) => vectors.of(text))) }));
  const shares = places.map(({ label, vector }, at) => {
    const nearest = places
      .map((other, i) => ({ same: other.label === label, cosine: i === at ? -2 : dot(vector, other.vector) }))
      .sort((a, b) => b.cosine - a.cosine)
      .slice(0, NEIGHBOURS);
    return nearest.filter(({ same }) => same).length / NEIGHBOURS;
  });
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
