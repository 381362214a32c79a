/** What a report costs: processor time, memory, stalls of the event loop. See bench/README.md. */
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { inlineAnalyser } from '../../activities/report/builtin/inline';
import { readComments } from '../../activities/report/input';
import { table } from '../locks/table';
import { fileOf, type Size } from './comments';
import { measured, type Figures } from './measured';

const DEFAULT_SIZES = '607,5000,20000';
/** On which the encoder is measured alone. */
const ALONE: Size = { comments: 2_000 };

/** `5000`, or `20000x1000` for comments of 1,000 characters. */
function sizesOf(text: string): Size[] {
  return text.split(',').map((part) => {
    const [, comments, characters] = /^(\d+)(?:x(\d+))?$/.exec(part) ?? [];
    if (comments === undefined) throw new RangeError(`--sizes ${part}: a number of comments, or 20000x1000`);
    return { comments: Number(comments), ...(characters !== undefined && { characters: Number(characters) }) };
  });
}

/** Comments a CPU-second through the encoder alone, in one thread; their first hundred warm it up. */
async function encoderAlone(data: string): Promise<string> {
  const analyser = inlineAnalyser();
  const { signal } = new AbortController();
  const found = readComments(fileOf(data, ALONE), {}).comments;
  const { comments } = await analyser.read(found, signal);
  const batches = await analyser.batches(comments, signal);
  for (const batch of batches.slice(0, 2)) await analyser.embed(batch, signal);
  const began = process.cpuUsage();
  for (const batch of batches) await analyser.embed(batch, signal);
  const { user, system } = process.cpuUsage(began);
  const seconds = (user + system) / 1e6;
  const texts = batches.reduce((sum, batch) => sum + batch.texts.length, 0);
  const rate = (n: number): string => (n / seconds).toFixed(0);
  return `embedding alone: ${rate(comments.length)} comments a core-second (${rate(texts)} texts)`;
}

const HEAD = [
  'comments',
  'file',
  'wall',
  'CPU worker',
  'servers',
  'a core-second',
  'stall',
  'RSS',
  'history',
  'Redis',
  'page',
];

function rowOf(size: Size, figures: Figures): string[] {
  const { comments, fileMb, seconds, workerCpuSeconds, serversCpuSeconds, longestStallMs, peakRssMb } = figures;
  const { events, redisMb, pageMb } = figures;
  const cpu = workerCpuSeconds + (serversCpuSeconds ?? 0);
  return [
    `${comments}${size.characters === undefined ? '' : ` x ${size.characters}`}`,
    `${fileMb.toFixed(1)} MB`,
    `${seconds.toFixed(1)} s`,
    `${workerCpuSeconds.toFixed(1)} s`,
    serversCpuSeconds === undefined ? 'unknown' : `${serversCpuSeconds.toFixed(1)} s`,
    (comments / cpu).toFixed(0),
    `${longestStallMs} ms`,
    `${peakRssMb} MB`,
    `${events} events`,
    `${redisMb.toFixed(1)} MB`,
    `${pageMb.toFixed(1)} MB`,
  ];
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', default: '../shared/data' },
      sizes: { type: 'string', default: DEFAULT_SIZES },
      profile: { type: 'string' },
    },
  });
  const { data, profile } = values;
  // Servers of its own, never some that others use.
  for (const name of ['REDIS_URL', 'TEMPORAL_ADDRESS']) delete process.env[name];
  if (profile !== undefined) mkdirSync(profile, { recursive: true });
  const flags = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  process.stdout.write(`${await encoderAlone(data)}\n`);
  const rows: string[][] = [];
  const all: Figures[] = [];
  for (const size of sizesOf(values.sizes)) {
    const figures = await measured(fileOf(data, size), flags);
    all.push(figures);
    rows.push(rowOf(size, figures));
    process.stderr.write(`${rows.at(-1)?.join('  ')}\n  ${JSON.stringify(figures.steps)}\n`);
  }
  process.stdout.write(
    `${table(HEAD, rows)}\n${JSON.stringify({ bench: 'report', node: process.version, figures: all })}\n`,
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
