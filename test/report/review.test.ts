/** A person's hand in a report, in virtual time: real kernel, guard and steps. */
import { reportSteps } from '../../activities/report';
import { shortHash } from '../../activities/report/hash';
import { testPipelines } from '../../testing/testPipelines';
import type { TestKit, TestRun } from '../../testing/testKit';
import type { RunProgress } from '../../workflows/kit';
import { reportPipeline } from '../../workflows/report';
import type { ReportSummary } from '../../workflows/report';
import { BUSES, claims, PARKS, ROADS } from '../activities/report/corrections/town';
import { CSV, townDeps } from './town';
import type { TownDeps } from './town';

let kit: TestKit;
let deps: TownDeps;
beforeEach(async () => {
  deps = townDeps();
  kit = await testPipelines({ inMemory: true, pipelines: { reportPipeline }, steps: [reportSteps], deps });
});
afterEach(() => kit.close());

/** As the analyser makes it. */
function idOf(words: string): string {
  const claim = claims.find(({ text }) => text === words);
  if (!claim) throw new Error(`nobody says ${words}`);
  return `claim:${shortHash('claim', claim.comment, String(claim.start), words)}`;
}

const source = { text: CSV };
const start = (more: object, id = 'spring'): TestRun<ReportSummary> =>
  kit.start(reportPipeline, { source, outputs: ['out'], ...more }, { id });

async function waiting(run: TestRun<ReportSummary>, name = 'report-review'): Promise<RunProgress> {
  for (;;) {
    const now = await run.progress();
    if (now.waitingFor.includes(name)) return now;
    await kit.sleep('1 second');
  }
}

const fileOf = (name: string): string => deps.files.get(name) ?? '';
const rows = (): { input: string; outcome: string; reason?: string; correction?: object }[] =>
  JSON.parse(fileOf('ledger.json')) as never;

it('a report waits before it is made, says until when, and is made of what a person corrected; nothing is computed again', async () => {
  const run = start({ review: true });
  await kit.crash({ after: 'report.propose' });
  const { waits } = await waiting(run);
  const [wait] = waits;
  expect(Date.parse(wait?.until ?? '') - Date.parse(wait?.since ?? '')).toBe(30 * 24 * 3_600_000);
  expect(wait?.files?.map(({ name }) => name)).toEqual(['corrections.txt', 'proposal.json']);
  await kit.sleep('20 days');
  expect(deps.files.size).toBe(0);
  const text = `rename ${BUSES} "Buses"\nmerge ${ROADS} into ${PARKS}\nhide ${idOf('Fares are too high.')} because "wrong town"`;
  await run.answer('report-review', { by: 'Ann Smith', corrections: { text } });
  await expect(run.result()).resolves.toMatchObject({
    status: 'ok',
    inputs: { total: 5, ok: 4, skipped: 1, failed: 0 },
  });
  expect(deps.did).toEqual({
    embedded: 1,
    clustered: 1,
    sorted: [
      ['Bus Lane & Fare', 'Parks', '“Roads have holes”'],
      ['Buses', 'Parks', '“Roads have holes”'],
    ],
  });
  for (const name of ['report.html', 'report.json', 'claims.csv', 'ledger.json']) {
    expect(fileOf(name)).not.toBe('');
    expect(fileOf(name)).not.toContain('Fares are too high');
  }
  expect(rows()).toEqual(
    expect.arrayContaining([
      { input: 'c3', outcome: 'skipped', reason: 'hidden: wrong town' },
      expect.objectContaining({
        input: 'corrections, line 1',
        outcome: 'ok',
        reason: `rename ${BUSES} "Buses", by Ann Smith`,
      }),
    ]),
  );
  const { data } = JSON.parse(fileOf('report.json')) as { data: [string, { corrections: object }] };
  expect(data[1].corrections).toMatchObject({
    by: 'Ann Smith',
    reviewed: true,
    done: [{ kind: 'rename', before: 'Bus Lane & Fare' }, { kind: 'merge' }, { kind: 'hide', comments: 1 }],
  });
}, 60_000);

it('is made as it was proposed where nothing is corrected, and the report says who approved it', async () => {
  const run = start({ review: true });
  await waiting(run);
  await run.answer('report-review', { by: 'Ann' });
  await expect(run.result()).resolves.toMatchObject({ status: 'ok' });
  expect(deps.did.sorted).toHaveLength(1);
  expect(fileOf('report.json')).toContain('"by":"Ann","at":"');
}, 60_000);

it('an answer without a name is refused, and lines that cannot be followed are asked about again', async () => {
  const run = start({ review: true });
  await waiting(run);
  await expect(run.answer('report-review', { by: ' ' })).rejects.toThrow("'report-review' takes no such answer: by");
  await run.answer('report-review', { by: 'Ann', corrections: { text: `merge ${BUSES} into ${BUSES}` } });
  const { waitingFor } = await waiting(run, 'report-review 2');
  expect(waitingFor).toEqual(['report-review 2']);
  expect(deps.files.size).toBe(0);
  await run.answer('report-review 2', { by: 'Ann', corrections: { text: `rename ${PARKS} "Green"` } });
  await expect(run.result()).resolves.toMatchObject({ status: 'ok' });
  expect(fileOf('claims.csv')).toContain('Green');
}, 60_000);

it('where nobody answers in 30 days nothing is made', async () => {
  const run = start({ review: true });
  await waiting(run);
  await kit.sleep('31 days');
  await expect(run.result()).rejects.toThrow(/nobody answered "report-review" within 30 days/);
  expect(deps.files.size).toBe(0);
}, 60_000);

it('waits as long as its input says, and no longer', async () => {
  const run = start({ review: true, reviewTimeout: '36 hours' });
  const [wait] = (await waiting(run)).waits;
  expect(Date.parse(wait?.until ?? '') - Date.parse(wait?.since ?? '')).toBe(36 * 3_600_000);
  await kit.sleep('37 hours');
  await expect(run.result()).rejects.toThrow(/nobody answered "report-review" within 36 hours/);
  expect(deps.files.size).toBe(0);
}, 60_000);

it.each(['0 days', '366 days', '8761 hours', '1.5 days', '10d', 'soon', '-1 days'])(
  'a wait of %s is refused before anything is read',
  async (reviewTimeout) => {
    await expect(start({ review: true, reviewTimeout }).result()).rejects.toThrow(/reviewTimeout: /);
    expect(deps.did.embedded).toBe(0);
  },
  60_000,
);

it('corrections that cannot be followed fail a run that asks nobody, before anything is made', async () => {
  const corrections = { text: 'hide claim:gone9 because "secret"' };
  await expect(start({ corrections, signedOffBy: 'Ann' }).result()).rejects.toThrow('nothing has the id claim:gone9');
  await expect(start({ corrections }, 'other').result()).rejects.toThrow('corrections are signed off by somebody');
  expect(deps.files.size).toBe(0);
}, 60_000);

it('a line that finds nothing is told, and the report is partial', async () => {
  const text = `rename topic:000000000000 "Lost"\nrename ${PARKS} "Green"`;
  await expect(start({ corrections: { text }, signedOffBy: 'Ann' }).result()).resolves.toMatchObject({
    status: 'partial',
    correctionsNotFound: 1,
  });
  expect(rows().filter(({ correction }) => correction)).toMatchObject([
    { input: 'corrections, line 1 (not found)', outcome: 'skipped' },
    { input: 'corrections, line 2', outcome: 'ok' },
  ]);
}, 60_000);

it('the same file and corrections give the same files, byte for byte, and vectors are not paid again', async () => {
  const corrections = { text: `rename ${PARKS} "<b>Green</b>"\nmove ${idOf('Buses are loud.')} to ${ROADS}` };
  await expect(start({ corrections, signedOffBy: 'Ann' }, 'one').result()).resolves.toMatchObject({ status: 'ok' });
  const first = new Map(deps.files);
  await start({ corrections, signedOffBy: 'Ann' }, 'two').result();
  const bare = (text = ''): string => text.replace(/"(?:date|at|startTimestamp|duration)":(?:"[^"]*"|\d+)/g, '');
  expect([...deps.files].map(([name, text]) => [name, bare(text)])).toEqual(
    [...first].map(([name, text]) => [name, bare(text)]),
  );
  expect(deps.did.embedded).toBe(1);
  expect(fileOf('report.html')).toContain('&lt;b&gt;Green&lt;/b&gt;');
  expect(fileOf('report.html')).not.toContain('<b>Green');
}, 60_000);
