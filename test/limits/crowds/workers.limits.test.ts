/** Many workers on one task queue, many runs at a time, and a run with many items. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import type { RunOutcome } from '../../../client';
import { monotonicMs } from '../../../redis';
import { inForm, tell } from '../rows';
import type { Cost } from './meter';
import { large, reportPipeline, small } from './pipelines';
import { startWorkers, type CrowdSize, type WorkerCrowd } from './workers';

interface Story extends CrowdSize {
  readonly runs: number;
  /** So many of these are under way at a time. */
  readonly underWay: number;
  readonly reports: number;
  readonly items: number;
}

const stories = inForm<readonly Story[]>(
  [{ workers: 4, processes: 2, isolates: 'own', runs: 100, underWay: 100, reports: 1, items: 1000 }],
  [
    { workers: 8, processes: 2, isolates: 'own', runs: 1000, underWay: 1000, reports: 0, items: 10_000 },
    { workers: 200, processes: 8, isolates: 'shared', runs: 400, underWay: 40, reports: 8, items: 10_000 },
  ],
);

/** Of a worker: locks, data, and the subscriber that opens with the first wait. */
const CONNECTIONS = 3;
/** The client's, the meter's, and the one that counts. */
const OTHERS = CONNECTIONS + 2;
/** A bound for mistakes: about 30 are what a small run needs, and 400 a small report; renewals come with time. */
const MOST_COMMANDS = { run: 100, report: 2000, item: 20 };
/** 3,000 are what a small run needs. */
const MOST_BYTES_A_RUN = 20_000;
const ROWS = 12;

describe.each(stories)('$workers workers in $processes processes', (story) => {
  const { workers, processes } = story;
  const name = `${workers} workers in ${processes} processes`;
  const topology = 'one server';
  let crowd: WorkerCrowd;
  beforeAll(async () => {
    const from = monotonicMs();
    crowd = await startWorkers(story);
    process.stderr.write(`${name}, started in ${secondsSince(from)} s\n`);
  }, 600_000);
  afterAll(async () => {
    const mostMb = await crowd.stop();
    const each = (mb: number): string => (mb / workers).toFixed(0);
    const note = `${each(crowd.startedMb)} MB a worker at the start, ${each(mostMb)} at most`;
    tell({ scenario: `memory, ${name}`, topology, violations: 0, note });
  }, 120_000);

  /** Neither is more made than lost, which a machine without time for it may do once, nor is anything open that is not needed. */
  const connectionsAreBounded = ({ opened }: Cost, { connections }: Keys): void => {
    expect(connections).toBeLessThanOrEqual(CONNECTIONS * workers + OTHERS);
    expect(opened).toBeLessThanOrEqual(CONNECTIONS * workers + OTHERS);
  };

  test('runs of two pipelines all finish, at a bounded cost, and nothing is paid twice', async () => {
    const { runs, reports, underWay } = story;
    const { client } = crowd;
    await crowd.meter.begin();
    const from = monotonicMs();
    const files = Array.from({ length: reports }, (_, i) => fileOf(`report ${i}`));
    const outcomes = await atMost(underWay, [
      ...files.map((text, i) => () => client.start(reportPipeline, { source: { text } }, { id: `report-${i}` })),
      ...Array.from({ length: runs }, (_, i) => () => client.start(small, { name: `run ${i}` }, { id: `run-${i}` })),
    ]);
    const seconds = secondsSince(from);
    const cost = await crowd.meter.read();
    const left = await keysOf(crowd.redis.url);
    const finished = outcomes.filter(({ status }) => status === 'ok').length;
    const { paid, repeated } = paidBy(crowd);
    tell({
      scenario: `${runs} small runs, ${reports} reports, ${name}`,
      topology,
      violations: 0,
      runs: finished,
      repeated,
      note:
        `${underWay} at a time, ${seconds} s; a run: ${(cost.commands / runs).toFixed(0)} commands ` +
        `(${(cost.scripts / runs).toFixed(1)} scripts), ${(cost.bytes / runs).toFixed(0)} bytes, ${(left.keys / runs).toFixed(1)} keys`,
    });
    const wanted = { finished: runs + reports, endless: 0, paid: runs + reports * ROWS, repeated: 0 };
    expect({ finished, endless: left.endless, paid, repeated }).toEqual(wanted);
    expect(cost.commands).toBeLessThan(MOST_COMMANDS.run * runs + MOST_COMMANDS.report * reports);
    expect(cost.bytes).toBeLessThan(MOST_BYTES_A_RUN * (runs + 100 * reports));
    connectionsAreBounded(cost, left);
  }, 600_000);

  test('a map of many items pays for each once, at a bounded cost', async () => {
    const { items } = story;
    const before = paidBy(crowd).paid;
    await crowd.meter.begin();
    const from = monotonicMs();
    const { handle } = await crowd.client.start(large, { name: 'large', count: items }, { id: 'large' });
    const outcome = await handle.result();
    const seconds = secondsSince(from);
    const cost = await crowd.meter.read();
    const left = await keysOf(crowd.redis.url);
    const { paid, repeated } = paidBy(crowd);
    tell({
      scenario: `a map of ${items} items, ${name}`,
      topology,
      violations: 0,
      runs: outcome.status === 'ok' ? 1 : 0,
      repeated,
      note:
        `${seconds} s; an item: ${(cost.commands / items).toFixed(1)} commands, ${(cost.bytes / items).toFixed(0)} bytes; ` +
        `${left.keys} keys, Redis ${left.usedMb} MB; ${(left.connections / workers).toFixed(1)} connections a worker`,
    });
    expect(outcome).toMatchObject({ status: 'ok', result: { ok: items, failed: 0 } });
    expect({ endless: left.endless, paid: paid - before, repeated }).toEqual({ endless: 0, paid: items, repeated: 0 });
    expect(cost.commands).toBeLessThan(MOST_COMMANDS.item * items);
    connectionsAreBounded(cost, left);
  }, 600_000);
});

const secondsSince = (fromMs: number): string => ((monotonicMs() - fromMs) / 1000).toFixed(1);

function paidBy(crowd: WorkerCrowd): { paid: number; repeated: number } {
  const times = [...crowd.paid().values()];
  return { paid: times.length, repeated: times.filter((count) => count > 1).length };
}

type Outcome = Pick<RunOutcome<unknown>, 'status'>;
interface Started {
  readonly handle: { result(): Promise<Outcome> };
}

/** Starts them, with so many under way at a time. @returns what they came to, in their order. */
async function atMost(count: number, starts: readonly (() => Promise<Started>)[]): Promise<Outcome[]> {
  const results: Outcome[] = [];
  const left = [...starts.entries()];
  const starter = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [i, start] = next;
      results[i] = await (await start()).handle.result();
    }
  };
  await Promise.all(Array.from({ length: count }, starter));
  return results;
}

const example = readFileSync(join(__dirname, '../../../examples/comments.csv'), 'utf8').split('\n');

/** A small file for a report; its comments have ids of their own. */
const fileOf = (name: string): string =>
  [example[0], ...example.slice(1, ROWS + 1).map((row) => `${name} ${row}`)].join('\n');

interface Keys {
  readonly keys: number;
  /** Without a TTL. */
  readonly endless: number;
  readonly connections: number;
  readonly usedMb: string;
}

async function keysOf(url: string): Promise<Keys> {
  const redis = new Redis(url, { disconnectTimeout: 200 });
  try {
    const names = await redis.keys('*');
    const ttls = await Promise.all(names.map((name) => redis.pttl(name)));
    const info = await redis.info();
    const field = (name: string): number => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1]);
    return {
      keys: names.length,
      endless: ttls.filter((ttl) => ttl === -1).length,
      connections: field('connected_clients'),
      usedMb: (field('used_memory') / 1_048_576).toFixed(1),
    };
  } finally {
    redis.disconnect();
  }
}
