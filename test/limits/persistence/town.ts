/** One run of each kind at a time on a Redis that somebody deletes, and what they came to. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stored } from '../../../activities';
import { outputsOf, reportSteps, sourcesOf } from '../../../activities/report';
import type { Analyser } from '../../../activities/report/analyser';
import type * as Builtin from '../../../activities/report/builtin';
import { connect, FileLost, type PipelineClient, type RunHandle, type RunProgress } from '../../../client';
import { until } from '../../kit/driver';
import { sumSteps } from '../../kit/steps';
import { undoSteps } from '../../kit/undo/steps';
import { World } from '../../kit/world';
import type { TestPipelines } from '../../support/pipeline';

// Of the build, because only that has threads: in its own thread on a busy machine the encoder would cost steps their lease.
const { builtinAnalyser } = require('../../../dist/activities/report/builtin') as typeof Builtin;
const { Stored: StoredOfBuild } = require('../../../dist/activities') as { Stored: typeof Stored };

/** The build has a class of its own for what is stored. */
const withStored = (given: object, made: typeof Stored): object => {
  const { json, items } = given as { json?: unknown; items?: number };
  return json instanceof Uint8Array ? new made(json, items) : given;
};
const intoBuild = (input: object): object =>
  Object.fromEntries(Object.entries(input).map(([name, one]) => [name, withStored(one as object, StoredOfBuild)]));

/** An analyser of the build for the steps of the source. */
function ofBuild(inner: Analyser): Analyser {
  const method =
    (name: 'cluster' | 'sortAndDeduplicate' | 'summarise' | 'cruxes') =>
    async (input: object, signal: AbortSignal): Promise<object> =>
      withStored(await (inner[name] as (...given: unknown[]) => Promise<object>)(intoBuild(input), signal), Stored);
  return {
    ...inner,
    cluster: method('cluster'),
    sortAndDeduplicate: method('sortAndDeduplicate'),
    summarise: method('summarise'),
    cruxes: method('cruxes'),
  } as Analyser;
}

const COMMENTS = 12;
const NUMBERS = 6;
const sample = readFileSync(join(__dirname, '..', '..', '..', 'examples', 'comments.csv'), 'utf8');
const text = sample
  .split('\n')
  .slice(0, COMMENTS + 1)
  .join('\n');

const reportInput = { source: { text }, title: 'Deleted' };

/** Counts every entry into a step's own code and every call of the analyser, and lets harm be done there. */
class Watched extends World {
  /** Analyser calls, by what they were about. */
  readonly asked: string[] = [];
  entries = 0;

  constructor(private readonly at: (entry: number) => Promise<void>) {
    super();
  }

  override async enter(name: string, signal: AbortSignal): Promise<void> {
    await this.at((this.entries += 1));
    await super.enter(name, signal);
  }

  analyser(): Analyser {
    const inner = ofBuild(builtinAnalyser());
    const count = async (name: string): Promise<void> => {
      this.asked.push(name);
      await this.at((this.entries += 1));
    };
    return {
      ...inner,
      cluster: (...given) => count('cluster').then(() => inner.cluster(...given)),
      claims: (...given) => count(`claims ${given[0].id}`).then(() => inner.claims(...given)),
      summarise: (...given) => count('summarise').then(() => inner.summarise(...given)),
    };
  }
}

/** What nothing that happens to Redis may change. */
export interface Truth {
  readonly errand: unknown;
  readonly undone: unknown;
  readonly report: unknown;
  /** Under how many keys each effect was asked for outside. */
  readonly keys: Readonly<Record<string, number>>;
  /** Items that were paid for. */
  readonly paid: readonly string[];
}

export interface Ended {
  readonly truth: Truth;
  /** What was paid for or asked for again, under the same key. */
  readonly repeated: number;
  readonly heals: number;
  readonly entries: number;
  /** Tokens of the fenced effect in the order of their arrival. */
  readonly tokens: readonly number[];
  readonly client: PipelineClient;
  readonly runs: { readonly [K in 'errand' | 'undone' | 'report']: RunHandle };
  close(): Promise<void>;
}

export interface Setting {
  readonly url: string;
  readonly prefix: string;
  /** Before an entry: its number, from 1. */
  at(entry: number): Promise<void>;
  /** While the errands wait for a person. */
  whileWaiting(): Promise<void>;
}

export async function lived(pipelines: TestPipelines, setting: Setting): Promise<Ended> {
  const { url: redisUrl, prefix } = setting;
  const world = new Watched((entry) => setting.at(entry));
  const analyser = world.analyser();
  const deps = (store: TestPipelines['redis']['store']) => ({
    world,
    analysers: { builtin: analyser },
    sources: sourcesOf(store, undefined),
    outputs: outputsOf(undefined),
  });
  const worker = await pipelines.worker([sumSteps, undoSteps, reportSteps], deps, { redisUrl, prefix });
  const { temporal, taskQueue } = pipelines.config();
  const client = await connect({ temporal, redisUrl, prefix, taskQueue });
  const close = async (): Promise<void> => {
    await worker.stop();
    await client.close();
    await analyser.close();
  };
  try {
    return { ...(await work(client, world, setting)), client, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function work(
  client: PipelineClient,
  world: Watched,
  setting: Setting,
): Promise<Omit<Ended, 'client' | 'close'>> {
  const runs = await started(client);
  const errands = [runs.errand, runs.undone];
  const [report] = await Promise.all([reportOf(client, runs.report), ...errands.map(waits)]);
  await setting.whileWaiting();
  await Promise.all(errands.map((run) => run.answer('go', 1)));
  const [errand, undone] = await Promise.all(errands.map(endOf));
  const progress = await Promise.all(Object.values(runs).map(told));
  return {
    truth: plainly({ errand, undone, report, keys: keysOf(world), paid: [...new Set(paidIn(world))].toSorted() }),
    runs,
    repeated: repeatedIn(world),
    heals: progress.reduce((sum, { heals }) => sum + heals, 0),
    entries: world.entries,
    tokens: world.notes.flatMap(({ token }) => (token > 0 ? [token] : [])),
  };
}

async function started(client: PipelineClient): Promise<Ended['runs']> {
  const start = async (type: string, name: string, input: unknown): Promise<RunHandle> =>
    (await client.start(type, input, { id: `${name}-${randomUUID()}` })).handle;
  const [errand, undone, report] = await Promise.all([
    start('errandPipeline', 'errand', { count: NUMBERS, fails: false }),
    start('errandPipeline', 'undone', { count: NUMBERS, fails: true }),
    start('reportPipeline', 'report', reportInput),
  ]);
  return { errand, undone, report };
}

/** A run that waits for a decision about a step instead is red at once. */
async function waits(run: RunHandle): Promise<void> {
  const now = await until(
    () => run.progress(),
    (progress) => progress !== undefined && progress.status !== 'running',
  );
  if (now?.status !== 'waiting') throw new Error(`${run.id} does not wait for its answer: ${JSON.stringify(now)}`);
}

/** A run's own id stands in its keys and notes. */
const plainly = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value).replace(/(errand|undone)-[0-9a-f-]{36}/g, '$1')) as T;

function keysOf(world: Watched): Record<string, number> {
  const texts = [...new Set(world.notes.map((note) => note.text))].toSorted();
  const keys = (what: string) => new Set(world.notes.flatMap((note) => (note.text === what ? [note.key] : [])));
  return Object.fromEntries(texts.map((what) => [what, keys(what).size]));
}

const paidIn = (world: Watched): string[] => [
  ...world.ran.filter((name) => /^(paid|pay) /.test(name)),
  ...world.asked.filter((name) => name.startsWith('claims ')),
];

function repeatedIn(world: Watched): number {
  const asked = [...paidIn(world), ...world.notes.map(({ text: what, key }) => `${what} ${key}`)];
  return asked.length - new Set(asked).size;
}

/** How a run ended, and what it says of its steps. */
async function endOf(run: RunHandle): Promise<object> {
  const { status, result, error } = await run.result();
  return { status, result, error, steps: await stepsOf(run) };
}

export const stepsOf = async (run: RunHandle): Promise<string[]> =>
  (await told(run)).steps.map((row) => `${row.name}: ${row.status}`);

/** What a run says of itself: a worker on a busy machine does not always answer in the three seconds of `progress`. */
async function told(run: RunHandle): Promise<RunProgress> {
  const progress = await until(
    () => run.progress(),
    (now) => now !== undefined,
  );
  if (!progress) throw new Error(`${run.id} says nothing of itself`);
  return progress;
}

/** All that a report made, but for its date. Files that are gone from Redis are made again by the same start, as the error says. */
export async function reportOf(client: PipelineClient, { id }: RunHandle): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), 'deleted-'));
  try {
    for (;;) {
      const { handle } = await client.start('reportPipeline', reportInput, { id });
      const { status, inputs } = await handle.result();
      const isThere = await handle.download(folder).catch((error: unknown) => {
        if (error instanceof FileLost) return undefined;
        throw error;
      });
      if (!isThere) continue;
      const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
      const [, { date: _date, ...content }] = (read('report.json') as { data: [unknown, { date: string }] }).data;
      return { status, inputs, content, ledger: read('ledger.json'), steps: await stepsOf(handle) };
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
