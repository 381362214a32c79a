/**
 * What the topics of seven real conversations are called, and how many of these names a person accepts. Judged by eye, each name beside the
 * claims of its topic (`names.csv`); a name that nobody has judged is listed, and counts as none.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { cluster } from '../../activities/report/builtin/cluster';
import { inlineAnalyser } from '../../activities/report/builtin/inline';
import { readComments } from '../../activities/report/input';
import type { Comment, EmbeddedBatch } from '../../activities/report/model';

const Row = z.tuple([z.string(), z.string(), z.enum(['yes', 'no'])]);

/** Of the names before (pairs of nouns, joined by "&"), judged by the same eye on the same day. */
const BEFORE = 'before: 46 of 83';
const FILES: readonly (readonly [name: string, file: string, conversation?: string])[] = [
  ['Seattle', 'polis-15-per-hour-seattle.csv'],
  ['Bowling Green', 'polis-bowling-green.csv'],
  ['all English', 'polis-all-en.csv'],
  ['vTaiwan', 'polis-vtaiwan-zh.csv'],
  ['Klimarat 1', 'polis-klimarat-de.csv', '5twd2jsnkf'],
  ['Klimarat 2', 'polis-klimarat-de.csv', '7z7ejpbmv5'],
  ['Klimarat 3', 'polis-klimarat-de.csv', '2vkxcncppn'],
];

/** Lines to print: of each conversation how many names are accepted, and all of them. `folder` holds the judgements, `data` the conversations. */
export async function names(data: string, folder: string): Promise<string[]> {
  const rows: unknown[] = parse(readFileSync(join(folder, 'names.csv')), { from_line: 2 });
  const judged = new Map(
    rows.map((row) => Row.parse(row)).map(([where, name, verdict]) => [`${where}\n${name}`, verdict]),
  );
  const lines: string[] = [];
  let [accepted, all] = [0, 0];
  for (const [where, file, conversation] of FILES) {
    const titles = await titlesOf(commentsOf(join(data, file), conversation));
    const marked = titles.map((title) => ({ title, verdict: verdictOn(title, judged.get(`${where}\n${title}`)) }));
    const good = marked.filter(({ verdict }) => verdict === 'yes').length;
    accepted += good;
    all += titles.length;
    lines.push(
      `${where}: ${good} of ${titles.length}`,
      ...marked.map(({ title, verdict }) => `  ${verdict.padEnd(10)} ${title}`),
    );
  }
  return [`${accepted} of ${all} names of topics are accepted (${BEFORE})`, ...lines];
}

/** A quote is honest, and no name. */
function verdictOn(title: string, verdict: 'yes' | 'no' | undefined): string {
  return title.startsWith('“') || title === 'Other' ? 'quote' : (verdict ?? 'not judged');
}

function commentsOf(path: string, conversation: string | undefined): Comment[] {
  const { comments } = readComments(readFileSync(path));
  if (conversation === undefined) return comments;
  const rows = parse<Record<string, string>>(readFileSync(path), { columns: true });
  const own = new Set(rows.filter((row) => row['conversation'] === conversation).map(({ id }) => id));
  return comments.filter(({ id }) => own.has(id));
}

async function titlesOf(comments: readonly Comment[]): Promise<string[]> {
  const analyser = inlineAnalyser();
  const signal = new AbortController().signal;
  const read = (await analyser.read(comments, signal)).comments;
  const vectors: EmbeddedBatch[] = [];
  for (const batch of await analyser.batches(read, signal)) vectors.push(await analyser.embed(batch, signal));
  const { topics } = cluster({ comments: read, vectors });
  return topics.map(({ title }) => title);
}
