/** The servers die under a worker process in the middle of the claims of a report, by `kill -9`, and come back. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorkflowHandle } from '@temporalio/client';
import { progressOf, until } from '../../kit/driver';
import { useProcesses } from '../processes';
import type { ReportSummary } from '../../../workflows/report';
import { pendingStep } from './pending';
import { startServers, ttlsOf } from './servers';
import type { Servers } from './servers';

const CLAIM_MS = 200;
const COMMENTS = 40;
/** Claims that one process has in work at a time. */
const CONCURRENCY = 6;
const sample = readFileSync(join(__dirname, '..', '..', '..', 'examples', 'comments.csv'), 'utf8');
const text = sample
  .split('\n')
  .slice(0, COMMENTS + 1)
  .join('\n');
let servers: Servers;

// The helper takes the servers that its environment names; what revives them must not.
beforeAll(async () => {
  servers = await startServers({ aof: true });
  process.env['REDIS_URL'] = servers.redisUrl;
  process.env['TEMPORAL_ADDRESS'] = servers.temporal.host;
});
const processes = useProcesses(CLAIM_MS);
beforeAll(() => {
  delete process.env['REDIS_URL'];
  delete process.env['TEMPORAL_ADDRESS'];
  processes.startWorker();
});

// After the helper's own end: first the worker goes, then its servers.
afterAll(() => servers.stop(), 60_000);

/** Starts a report, does harm when more claims are recorded than are in work, and gives what came of it. */
async function reportThrough(harm: (run: WorkflowHandle) => Promise<void>) {
  const id = `servers-${randomUUID()}`;
  const state = processes.store.run(id);
  const first = processes.journal().length;
  const journal = (): string[] =>
    processes
      .journal()
      .slice(first)
      .map(({ comment }) => comment);
  const handle = await processes.start(id, { source: { text }, title: 'Servers' });
  await until(
    () => journal().length,
    (claims) => claims >= 2 * CONCURRENCY + 1,
  );
  expect(journal().length).toBeLessThan(COMMENTS);
  await harm(handle);
  await goesOn(handle);
  const summary = (await handle.result()) as ReportSummary;
  const { report, ledger } = await processes.report(state, summary);
  const [, { date: _date, ...content }] = report.data;
  const { locks } = await state.facts();
  return { content, ledger, inputs: summary.inputs, journal: journal(), progress: await progressOf(handle), locks };
}

/** The attempt in which the claims were has ended, so that the next one finds what was recorded. */
async function untilNextAttempt(run: WorkflowHandle): Promise<void> {
  await until(
    () => pendingStep(run, 'report.claims'),
    ({ attempt }) => attempt > 1,
  );
}

/** Waits for the end. A run that waits for a person instead is red at once. */
async function goesOn(handle: WorkflowHandle): Promise<void> {
  const { steps, error } = await until(
    () => progressOf(handle),
    ({ status, steps: rows }) => status !== 'running' || rows.some((row) => row.status === 'paused'),
  );
  expect(steps.filter(({ status }) => status === 'paused')).toEqual([]);
  expect(error).toBeUndefined();
}

type Survived = Awaited<ReturnType<typeof reportThrough>>;
let undisturbed: Survived;

/** The report of a run left alone, every input accounted for, and nothing left behind. */
async function expectSameReport(survived: Survived): Promise<void> {
  expect(survived.content).toEqual(undisturbed.content);
  expect(survived.ledger).toEqual(undisturbed.ledger);
  expect(survived.inputs).toMatchObject({ total: COMMENTS, failed: 0 });
  const ok = survived.ledger.flatMap(({ input, outcome }) => (outcome === 'ok' ? [input] : []));
  expect([...new Set(survived.journal)].toSorted()).toEqual(ok.toSorted());
  expect(survived.progress.strikes).toEqual({});
  expect(survived.locks).toEqual([]);
  expect((await ttlsOf(servers)).filter((ttl) => ttl < 0)).toEqual([]);
}

/** Claims computed more than once. One attempt was lost, and with it at most what it had in work. */
const again = ({ journal }: Survived): number => journal.length - new Set(journal).size;

describe('a report is that of a run left alone, and its ledger agrees with the journal, when in the middle of claims there dies', () => {
  beforeAll(async () => {
    undisturbed = await reportThrough(() => Promise.resolve());
  });

  test('nothing: no claim is computed twice', async () => {
    await expectSameReport(undisturbed);
    expect(again(undisturbed)).toBe(0);
    expect(undisturbed.progress.heals).toBe(0);
  });

  test('Redis, which keeps a file: no recorded claim is computed again', async () => {
    const survived = await reportThrough(async (run) => {
      await servers.redis.kill();
      await untilNextAttempt(run);
      await servers.redis.revive();
    });
    await expectSameReport(survived);
    expect(again(survived)).toBeLessThanOrEqual(CONCURRENCY);
    expect(survived.progress.heals).toBe(0);
  });

  test('Temporal, which keeps a database: no recorded claim is computed again', async () => {
    const survived = await reportThrough(async () => {
      await servers.temporal.kill();
      await servers.temporal.revive();
    });
    await expectSameReport(survived);
    expect(again(survived)).toBeLessThanOrEqual(CONCURRENCY);
    expect(survived.progress.heals).toBe(0);
  });

  test('both at once: no recorded claim is computed again', async () => {
    const survived = await reportThrough(async (run) => {
      await Promise.all([servers.redis.kill(), servers.temporal.kill()]);
      await servers.temporal.revive();
      await untilNextAttempt(run);
      await servers.redis.revive();
    });
    await expectSameReport(survived);
    expect(again(survived)).toBeLessThanOrEqual(CONCURRENCY);
    expect(survived.progress.heals).toBe(0);
  });

  test('Redis and its file: the run heals and computes again what it needs', async () => {
    const survived = await reportThrough(async () => {
      await servers.redis.kill();
      await rm(servers.redisDir, { recursive: true });
      await servers.redis.revive();
    });
    await expectSameReport(survived);
    expect(survived.progress.heals).toBeGreaterThan(0);
  });
});
