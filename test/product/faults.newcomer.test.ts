import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import type { RunStore } from '../../redis';
import type { ReportSummary } from '../../workflows/report';
import { until, useProcesses } from './processes';

const CLAIM_MS = 30;
const processes = useProcesses(CLAIM_MS);
const sample = readFileSync(join(__dirname, '..', '..', 'examples', 'comments.csv'), 'utf8');
const short = sample.split('\n').slice(0, 41).join('\n');
const input = { source: { text: short }, title: 'Faults' };

/** Claims computed so far, of this run alone: runs come one after another. */
function since(first: number): string[] {
  return processes
    .journal()
    .slice(first)
    .map((line) => line.comment);
}

interface Healed {
  readonly run: RunStore;
  readonly raw: Redis;
  readonly blobs: () => Promise<string[]>;
}

/** Starts a run, does harm to its state in the middle of `claims`, and gives its report. */
async function reportWith(harm: (healed: Healed) => Promise<void>) {
  const id = `harm-${randomUUID()}`;
  const run = processes.store.run(id);
  const first = processes.journal().length;
  const handle = await processes.start(id, input);
  await until(() => since(first).length >= 8);
  const raw = new Redis(processes.redisUrl);
  const blobs = () => raw.keys(`*{${id}}:b:*`);
  await harm({ run, raw, blobs });
  await raw.quit();
  const summary = (await handle.result()) as ReportSummary;
  const progress = await handle.query<{ heals: number; strikes: Record<string, number> }>('progress');
  const { report, ledger } = await processes.report(run, summary);
  return { content: contentOf(report), ledger, progress };
}

function raise(what: string): never {
  throw new Error(what);
}

/** Everything but the date and the metadata block. */
function contentOf(report: { data: readonly [string, { date: string }]; auditLog?: unknown }): unknown {
  const [version, { date: _date, ...rest }] = report.data;
  return { version, rest, auditLog: report.auditLog };
}

describe('a run whose state is harmed in the middle of claims gives the same report', () => {
  let undisturbed: Awaited<ReturnType<typeof reportWith>>;

  beforeAll(async () => {
    processes.startWorker();
    undisturbed = await reportWith(() => Promise.resolve());
  });

  it('or left alone', () => {
    expect(undisturbed.progress).toMatchObject({ heals: 0, strikes: {} });
  });

  it('with any one blob deleted', async () => {
    let count = 1;
    for (let victim = 0; victim < count; victim += 1) {
      const healed = await reportWith(async ({ raw, blobs }) => {
        const names = (await blobs()).toSorted();
        count = names.length;
        await raw.del(names[victim] ?? '');
      });
      expect(healed.content).toEqual(undisturbed.content);
      expect(healed.ledger).toEqual(undisturbed.ledger);
      expect(healed.progress.strikes).toEqual({});
    }
    expect(count).toBeGreaterThanOrEqual(5);
  }, 120_000);

  it('with all blobs deleted', async () => {
    const healed = await reportWith(async ({ raw, blobs }) => {
      await raw.del(...(await blobs()));
    });
    expect(healed.content).toEqual(undisturbed.content);
    expect(healed.progress.heals).toBeGreaterThanOrEqual(1);
    expect(healed.progress.strikes).toEqual({});
  });

  it('with the whole run state deleted', async () => {
    const healed = await reportWith(async ({ run }) => {
      expect(await run.dropAll()).toBeGreaterThan(5);
    });
    expect(healed.content).toEqual(undisturbed.content);
    expect(healed.ledger).toEqual(undisturbed.ledger);
    expect(healed.progress.strikes).toEqual({});
  });

  it('with a blob corrupted, which counts one strike against the step that made it', async () => {
    const healed = await reportWith(async ({ run, raw, blobs }) => {
      const { records } = await run.facts();
      const load = records.find((record) => record.step === 'report.load');
      const { comments } = (load ?? raise('load has no record')).output as { comments: { $ref: string } };
      const name = (await blobs()).find((key) => key.endsWith(comments.$ref)) ?? '';
      await raw.setrange(name, 60, 'XXXXXXXX');
    });
    expect(healed.content).toEqual(undisturbed.content);
    expect(healed.progress).toMatchObject({ heals: 1, strikes: { 'report.load': 1 } });
  });
});

it('a worker killed in the middle of claims, three times over, costs no recorded item', async () => {
  const id = `kill-${randomUUID()}`;
  const run = processes.store.run(id);
  const blob = await run.putBlob(Buffer.from(sample));
  const first = processes.journal().length;
  const handle = await processes.start(id, { source: { blob: blob.sha } });
  const raw = new Redis(processes.redisUrl);
  const recorded = () => raw.hlen(`pipeline:v2:default:{${id}}:i:report.claims`);
  let repeatable = 0;
  for (const kills of [1, 2, 3]) {
    processes.startWorker();
    await until(() => since(first).length >= kills * 35);
    const pid = processes.journal().at(-1)?.pid;
    const killedAt = await processes.killPid(pid ?? 0);
    repeatable += since(first).length - repeatable - (await recorded());
    await until(() => processes.journal().at(-1)?.pid !== pid);
    const tookMs = (processes.journal().find((line) => line.at > killedAt)?.at ?? 0) - killedAt;
    process.stderr.write(`kill ${kills}: next item by another process after ${tookMs} ms\n`);
  }
  const summary = (await handle.result()) as ReportSummary;
  await raw.quit();
  const computed = since(first);
  expect(computed.length - new Set(computed).size).toBe(repeatable);
  expect(repeatable).toBeLessThanOrEqual(3 * 6);
  const { ledger } = await processes.report(run, summary);
  expect(summary.inputs).toMatchObject({ total: 154, failed: 0 });
  expect(new Set(ledger.map((entry) => entry.input)).size).toBe(154);
  expect(new Set(computed)).toEqual(new Set(ledger.flatMap((e) => (e.outcome === 'ok' ? [e.input] : []))));
}, 120_000);
