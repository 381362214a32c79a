/** A person's hand in a report, on real servers whose days are skipped: what it waits for, how it goes on, how it ends. */
import { reportSteps } from '../../activities/report';
import { approveReport } from '../../report/approve';
import { startReport } from '../../report/start';
import type { ReportOptions } from '../../report/start';
import { connect } from '../../client';
import type { PipelineClient, RunHandle } from '../../client';
import type { ReportSummary } from '../../workflows/report';
import type { RunProgress } from '../../workflows/kit';
import { until } from '../kit/driver';
import { defaultLives, useSkippingPipelines } from '../skippedTime/pipelines';
import { CSV, townDeps } from './town';
import type { TownDeps } from './town';

const pipelines = useSkippingPipelines(require.resolve('../../workflows'));
let client: PipelineClient;
beforeAll(async () => {
  const { temporal, redisUrl, prefix, taskQueue } = pipelines.config();
  client = await connect({ temporal, redisUrl, prefix, taskQueue });
});
afterAll(() => client.close());

let deps: TownDeps;
beforeEach(async () => {
  deps = townDeps();
  await pipelines.worker([reportSteps], deps, defaultLives);
});

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const isWaiting = (now: RunProgress | undefined): boolean => now?.status === 'waiting';

/** A report that waits for its review, and how long. */
async function waiting(id: string, options: ReportOptions) {
  const { handle } = await startReport(client, bytes(CSV), { id, outputs: ['out'], review: true, ...options });
  const now = await until(() => handle.progress(), isWaiting);
  const [wait] = now?.waits ?? [];
  if (wait?.until === undefined) throw new Error(`${id} waits for nobody, or for ever`);
  return { handle, hours: (Date.parse(wait.until) - Date.parse(wait.since)) / 3_600_000 };
}

async function textOf(handle: RunHandle<ReportSummary>, file: string): Promise<string> {
  const found = (await handle.asked()).find(({ name }) => name === file);
  return found?.text ?? '';
}

it('a report waits for its review for days, refuses lines that cannot be followed, and is made of what was approved', async () => {
  const { handle, hours } = await waiting('spring', {});
  expect(hours).toBe(30 * 24);
  const [, topic = ''] = /^# rename (topic:\w+) /m.exec(await textOf(handle, 'corrections.txt')) ?? [];
  await pipelines.time.skip('20 days');
  expect(isWaiting(await handle.progress())).toBe(true);
  expect(deps.files.size).toBe(0);

  const approve = (text: string) => approveReport(client, 'spring', { by: 'Ann Smith', corrections: bytes(text) });
  await expect(approve(`merge ${topic} into ${topic}`)).rejects.toThrow('line 1');
  await expect(approveReport(client, 'autumn', { by: 'Ann Smith' })).rejects.toThrow('autumn');
  expect(isWaiting(await handle.progress())).toBe(true);

  await expect(approve(`rename ${topic} "Night buses"`)).resolves.toEqual([]);
  expect(await handle.result()).toMatchObject({ status: 'ok' });
  expect(deps.files.get('claims.csv')).toContain('Night buses');
  const { data } = JSON.parse(deps.files.get('report.json') ?? '') as { data: [string, { corrections: object }] };
  expect(data[1].corrections).toMatchObject({ by: 'Ann Smith', reviewed: true, done: [{ kind: 'rename' }] });
  expect(deps.did).toMatchObject({ embedded: 1, clustered: 1 });
}, 120_000);

it('where nobody answers within its time the run fails, makes nothing, and asks again when it is retried', async () => {
  const { handle, hours } = await waiting('summer', { reviewTimeout: '36 hours' });
  expect(hours).toBe(36);
  await pipelines.time.skip('37 hours');
  const { status, error } = await handle.result();
  expect(status).toBe('failed');
  expect(error).toContain('nobody answered "report-review" within 36 hours');
  expect(deps.files.size).toBe(0);

  await handle.retry();
  await until(() => handle.progress(), isWaiting);
  await approveReport(client, 'summer', { by: 'Ann Smith' });
  expect(await handle.result()).toMatchObject({ status: 'ok' });
  expect(deps.did).toMatchObject({ embedded: 1, clustered: 1 });
}, 120_000);
