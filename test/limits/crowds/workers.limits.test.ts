/** Many workers on one task queue, many runs at a time, and a run with many items. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import type { RunHandle } from '../../../client';
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
    { workers: 200, processes: 8, isolates: 'shared', runs: 200, underWay: 20, reports: 4, items: 10_000 },
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
  });
  afterAll(async () => {
    const mostMb = await crowd.stop();
    const each = (mb: number): string => (mb / workers).toFixed(0);
    const note = `${each(crowd.startedMb)} MB a worker at the start, ${each(mostMb)} at most`;
    tell({ scenario: `memory, ${name}`, topology, violations: 0, note });
  });

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
    const minders = files.map(
      (text, i) => async () => minded(await client.start(reportPipeline, { source: { text } }, { id: `report-${i}` })),
    );
    const starts = Array.from({ length: runs }, (_, i) => async () => {
      const { handle } = await client.start(small, { name: `run ${i}` }, { id: `run-${i}` });
      return { ...(await handle.result()), retried: 0 };
    });
    const outcomes = await atMost(underWay, spreadOver(starts, minders));
    const seconds = secondsSince(from);
    const cost = await crowd.meter.read();
    const left = await keysOf(crowd.redis.url);
    const finished = outcomes.filter(({ status }) => status === 'ok').length;
    const { paid, repeated, claimed } = paidBy(crowd);
    const retried = outcomes.reduce((sum, outcome) => sum + outcome.retried, 0);
    tell({
      scenario: `${runs} small runs, ${reports} reports, ${name}`,
      topology,
      violations: 0,
      runs: finished,
      repeated,
      note:
        `${underWay} at a time, ${seconds} s; a run: ${(cost.commands / runs).toFixed(0)} commands ` +
        `(${(cost.scripts / runs).toFixed(1)} scripts), ${(cost.bytes / runs).toFixed(0)} bytes, ${(left.keys / runs).toFixed(1)} keys; ` +
        `of ${reports * ROWS} claims ${claimed} were in work again when their lease was lost, ${retried} steps were retried by hand`,
    });
    const wanted = { finished: runs + reports, endless: 0, paid: runs + reports * ROWS, repeated: 0 };
    expect({ finished, endless: left.endless, paid, repeated }).toEqual(wanted);
    expect(cost.commands).toBeLessThan(MOST_COMMANDS.run * runs + MOST_COMMANDS.report * reports);
    expect(cost.bytes).toBeLessThan(MOST_BYTES_A_RUN * (runs + 100 * reports));
    connectionsAreBounded(cost, left);
  });

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
  });
});

const secondsSince = (fromMs: number): string => ((monotonicMs() - fromMs) / 1000).toFixed(1);

interface Paid {
  /** So much was paid for. */
  readonly paid: number;
  /** So much of it twice, effects and items of the small and the large run. */
  readonly repeated: number;
  /** Claims of a report that were made more than once: what was in work when a machine without time lost a lease of 0.9 s. */
  readonly claimed: number;
}

function paidBy(crowd: WorkerCrowd): Paid {
  const paid = [...crowd.paid()];
  const again = paid.filter(([, times]) => times > 1);
  const claimed = again.filter(([what]) => what.startsWith('claims of')).length;
  return { paid: paid.length, repeated: again.length - claimed, claimed };
}

interface Outcome {
  readonly status: string;
  /** By somebody who minds it. */
  readonly retried: number;
}

/** Runs them all, so many at a time. @returns what they came to. */
async function atMost(count: number, starts: readonly (() => Promise<Outcome>)[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const left = [...starts];
  const starter = async (): Promise<void> => {
    for (let start = left.shift(); start !== undefined; start = left.shift()) outcomes.push(await start());
  };
  await Promise.all(Array.from({ length: count }, starter));
  return outcomes;
}

/** The few stand at equal distances among the many. */
function spreadOver<T>(many: readonly T[], few: readonly T[]): T[] {
  const distance = Math.ceil(many.length / Math.max(1, few.length));
  return many.flatMap((one, i) => {
    const other = i % distance === 0 ? few[i / distance] : undefined;
    return other === undefined ? [one] : [other, one];
  });
}

/** A report whose workers are kept from the processor for longer than its lease, five times, waits for a person: this one. */
async function minded({ handle }: { readonly handle: RunHandle }): Promise<Outcome> {
  let retried = 0;
  for await (const { event } of handle.watch()) {
    if (event !== 'paused') continue;
    await handle.retry();
    retried += 1;
  }
  return { ...(await handle.result()), retried };
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
