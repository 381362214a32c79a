/** What an input may name to be written to, and what is said of the rest. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outputsOf } from '../../../activities/report';
import { deliver } from '../../../activities/report/deliver';
import { ReportInput } from '../../../activities/report/reportInput';
import { startFakeS3 } from '../effects/fakeS3';
import { fakeStep, runOf } from '../effects/step';

const base = mkdtempSync(join(tmpdir(), 'outputs-'));
afterAll(() => rmSync(base, { recursive: true }));
const outbox = join(base, 'outbox');
mkdirSync(outbox);
mkdirSync(join(base, 'elsewhere'));
symlinkSync(join(base, 'elsewhere'), join(outbox, 'outside'));

const files = { report: '{}\n', page: '<p>', ledger: '[]\n', table: 'topic\r\n', groups: '' };
const write = (target: string, outputDir: string | undefined = outbox, given = files) =>
  runOf(deliver)({ target, ...given }, fakeStep({ deps: { outputs: outputsOf(outputDir) }, token: 5 }).step);

test('a folder below the output folder is made and filled, the page last', async () => {
  const folder = join(outbox, 'spring', 'one');
  await expect(write('spring/one')).resolves.toEqual(
    ['report.json', 'ledger.json', 'claims.csv', 'report.html'].map((name) => join(folder, name)),
  );
  expect(readFileSync(join(folder, 'report.html'), 'utf8')).toBe('<p>');
});

test('the numbers of groups are written where a report has any', async () => {
  await expect(write('spring/two', outbox, { ...files, groups: 'topic,attribute\r\n' })).resolves.toContain(
    join(outbox, 'spring', 'two', 'groups.csv'),
  );
});

test.each([
  ['a path that leads out', '../elsewhere'],
  ['an absolute path', join(base, 'elsewhere')],
  ['a link that leads out', 'outside/new'],
])('%s is refused at once, and nothing is made', async (_, target) => {
  await expect(write(target)).rejects.toMatchObject({
    type: 'RunInputInvalid',
    nonRetryable: true,
    message: expect.stringContaining("outside the worker's output folder"),
  });
  expect(existsSync(join(base, 'elsewhere', 'new'))).toBe(false);
});

test('without an output folder no folder is written to', async () => {
  await expect(
    runOf(deliver)({ target: 'a', ...files }, fakeStep({ deps: { outputs: outputsOf(undefined) } }).step),
  ).rejects.toThrow(/allows no folders \(PIPELINE_OUTPUT_DIR\)/);
});

test('a bucket needs no setting but the rights', async () => {
  const store = await startFakeS3();
  const { env } = process;
  try {
    process.env = { ...env, AWS_ENDPOINT_URL_S3: store.endpoint, AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 's' };
    await expect(write('s3://town/spring')).resolves.toContain('s3://town/spring/report.html');
    expect(store.objects.get('/town/spring/report.html')?.headers['content-type']).toBe('text/html; charset=utf-8');
  } finally {
    process.env = env;
    store.close();
  }
});

const parse = (outputs: unknown) => ReportInput.safeParse({ source: { text: 'a' }, outputs }).success;

test.each([[[]], [['s3://town']], [['s3://town/a', 'spring', '../what the worker refuses']]])(
  'outputs %j may be asked for',
  (outputs) => {
    expect(parse(outputs)).toBe(true);
  },
);

test.each([
  [['http://town/a']],
  [['s3://T']],
  [['']],
  [['a\0']],
  [['s3://town/a\nb']],
  [['half of \ud83d']],
  [['a', 'a/']],
  [['s3://town/a', 's3://town/a/']],
  [Array.from({ length: 11 }, (_, i) => `f${i}`)],
  ['s3://town'],
])('outputs %j are refused at the door', (outputs) => {
  expect(parse(outputs)).toBe(false);
});

test('an input without outputs is what it was', () => {
  expect(ReportInput.parse({ source: { text: 'a' } })).not.toHaveProperty('outputs');
});
