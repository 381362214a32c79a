/** The example service as its visitors meet it: a real browser, real servers, a worker process, and the built example. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { startStack } from '../../testing/servers/stack';
import type { StartedStack } from '../../testing/servers/stack';
import { launch } from '../cli/command';
import { connect } from '../../client';
import { createWorker, readConfig } from '../../worker';
import { sumSteps } from '../kit/steps';
import { World } from '../kit/world';
import { useBrowser } from '../support/browser';
import { compileExample, installExample } from '../support/packed';

const MAX_UPLOAD_BYTES = 20_000;
const sample = readFileSync(join(__dirname, '..', '..', 'examples', 'comments.csv'), 'utf8').split('\n');
const csv = (rows: number): string => sample.slice(0, rows + 1).join('\n');

const browser = useBrowser();
let app = '';
/** Temp files of the service: none may be left. */
let temp = '';
let stack: StartedStack | undefined;
let worker: ChildProcess | undefined;
let service: ChildProcess | undefined;
let url = '';
let env: NodeJS.ProcessEnv = {};
let compiled = 'never compiled';

beforeAll(async () => {
  temp = await mkdtemp(join(tmpdir(), 'service-test-'));
  [stack, app] = await Promise.all([startStack(), installExample('service')]);
  compiled = await compileExample(app);
  env = {
    ...process.env,
    TEMPORAL_ADDRESS: stack.temporalAddress,
    REDIS_URL: stack.redisUrl,
    PIPELINE_PREFIX: `test-${randomUUID()}`,
    PIPELINE_TASK_QUEUE: `test-${randomUUID()}`,
    MAX_UPLOAD_BYTES: String(MAX_UPLOAD_BYTES),
    PORT: '0',
    TMPDIR: temp,
  };
  await startService();
  await startWorker();
});

afterAll(async () => {
  for (const child of [service, worker]) child?.kill('SIGKILL');
  await stack?.stop();
  await rm(app, { recursive: true });
  await rm(temp, { recursive: true });
});

async function startService(): Promise<void> {
  const started = spawn(process.execPath, ['dist/main.js'], { cwd: app, env, stdio: ['ignore', 'pipe', 'inherit'] });
  service = started;
  const [line] = (await once(started.stdout, 'data')) as [Buffer];
  url = line.toString().trim();
  env['PORT'] = new URL(url).port;
}

async function startWorker(): Promise<void> {
  worker = launch(['worker'], env).child;
  await once(worker.stderr ?? worker, 'data');
}

async function stopped(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<unknown> {
  if (!child) throw new Error('start it first');
  const ended = once(child, 'exit');
  child.kill(signal);
  const [code] = await ended;
  return code;
}

const give = (page: Page, name: string, content: string): Promise<void> =>
  page.locator('#file').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) });

/** As a person drops a file anywhere on the page. */
async function drop(page: Page, name: string, content: string): Promise<void> {
  const files = `(() => {
    const data = new DataTransfer();
    data.items.add(new File([${JSON.stringify(content)}], ${JSON.stringify(name)}, { type: 'text/csv' }));
    return data;
  })()`;
  await page.locator('main').dispatchEvent('drop', { dataTransfer: await page.evaluateHandle(files) });
}

/** Of this colour scheme and width, at this moment. */
async function violations(page: Page): Promise<unknown> {
  await page.evaluate(axe.source);
  const found = await page.evaluate<AxeResults>('axe.run()');
  return found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
}

const send = (body: string, type = 'text/csv'): Promise<Response> =>
  fetch(`${url}/runs`, { method: 'POST', headers: { 'content-type': type }, body });

test('the example compiles against the packed package with strict types', () => {
  expect(compiled).toBe('');
});

test.each(['light', 'dark'] as const)(
  'a visitor drops a CSV, sees its steps, and opens the report (%s)',
  async (colorScheme) => {
    const { page, complaints } = await browser.visit(url, { colorScheme, viewport: { width: 390, height: 844 } });
    expect(await violations(page)).toEqual([]);
    await drop(page, `town ${colorScheme}.csv`, csv(40));
    await page.getByRole('heading', { name: `town ${colorScheme}` }).waitFor();
    expect(await page.getByRole('listitem').count()).toBe(8);
    await page.getByText('The report is ready. 40 comments').waitFor({ timeout: 60_000 });
    expect(await page.locator('li[data-status="done"]').count()).toBe(8);
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.getByRole('link', { name: 'Open the report' }).click();
    await page.getByRole('heading', { level: 1, name: `town ${colorScheme}` }).waitFor();
    expect(complaints).toEqual([]);
  },
);

test('a pipeline that waits is answered by a route: what its schema does not take is refused at once, with the reason', async () => {
  const temporal = { connectionOptions: { address: stack?.temporalAddress ?? '' } };
  const taskQueue = `asking-${randomUUID()}`;
  const config = { ...readConfig({ ...env, PIPELINE_TASK_QUEUE: taskQueue }), temporal };
  const pipelines = require.resolve('../kit/waits/workflows');
  const asking = await createWorker({ pipelines, steps: [sumSteps], deps: { world: new World() }, config });
  const ended = asking.run();
  const client = await connect({ temporal, redisUrl: config.redisUrl, prefix: config.prefix, taskQueue });
  const id = `report-${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  const { handle } = await client.start('approvalPipeline', {}, { id });
  for await (const { event } of handle.watch()) if (event === 'paused') break;
  const tell = async (name: string, body: string): Promise<[number, unknown]> => {
    const headers = { 'content-type': 'application/json' };
    const answered = await fetch(`${url}/runs/${id}/answers/${name}`, { method: 'POST', headers, body });
    return [answered.status, await answered.json()];
  };
  expect(await tell('approval', '{"ok":"yes","by":"Ann"}')).toEqual([
    400,
    { error: expect.stringContaining("'approval' takes no such answer: ok: Invalid input: expected boolean") },
  ]);
  expect(await tell('approval', '{')).toMatchObject([400, { error: 'This is no JSON.' }]);
  expect(await tell('payment', '1')).toMatchObject([409, {}]);
  expect(await tell('approval', '{"ok":true,"by":"Ann"}')).toEqual([200, { id }]);
  expect(await handle.result()).toMatchObject({ status: 'ok', result: { ok: true, by: 'Ann' } });
  asking.shutdown();
  await ended;
  await client.close();
});

test('a file that is too large or no CSV is told at once and not sent, and the next file is taken', async () => {
  const { page, requests } = await browser.visit(url);
  await give(page, 'big.csv', `comment\n${'a'.repeat(MAX_UPLOAD_BYTES)}\n`);
  await page.getByRole('alert').getByText('big.csv is too large.').waitFor();
  await page.locator('#file').setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: Buffer.from('x') });
  await page.getByRole('alert').getByText('photo.png is not a CSV file.').waitFor();
  expect(await violations(page)).toEqual([]);
  expect(requests.filter((request) => request.includes('/runs'))).toEqual([]);
  await give(page, 'empty.csv', ' \n');
  await page.getByRole('alert').getByText('The file is empty.').waitFor();
});

test('a file without comments ends with a reason that names what is missing', async () => {
  const { page } = await browser.visit(url);
  await give(page, 'prices.csv', 'amount,price\n2,3\n');
  await page.getByRole('alert').getByText('No report could be made of this file.').waitFor({ timeout: 60_000 });
  expect(await page.getByRole('alert').textContent()).toContain('column');
  expect(await violations(page)).toEqual([]);
});

test('the service refuses what the page would not send: too large, also without a length, another type, another site', async () => {
  const large = `comment\n${'a'.repeat(MAX_UPLOAD_BYTES)}\n`;
  const chunks = Array.from({ length: 100 }, () => Buffer.from('a'.repeat(8192)));
  const withoutLength = fetch(`${url}/runs`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    // It has an end: one without goes on filling memory here, long after the answer has come.
    body: ReadableStream.from(chunks),
    duplex: 'half',
  });
  const foreign = { 'content-type': 'text/csv', 'sec-fetch-site': 'cross-site' };
  const answers = await Promise.all([
    send(large),
    withoutLength,
    send(csv(3), 'image/png'),
    send(''),
    fetch(`${url}/runs`, { method: 'POST', headers: foreign, body: csv(3) }),
    fetch(`${url}/runs/report-000000000000`),
    fetch(`${url}/runs/report-000000000000/events`),
    fetch(`${url}/runs/somebody-elses`),
    fetch(`${url}/runs/..%2f..%2fetc/report.html`),
    fetch(`${url}/`, { method: 'DELETE' }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([413, 413, 415, 400, 403, 404, 404, 404, 404, 405]);
  for (const answer of answers) expect(await answer.json()).toEqual({ error: expect.stringMatching(/\.$/) as string });
});

test('the report is served so that nothing in it can act for its reader', async () => {
  const { id } = (await (await send(csv(30))).json()) as { id: string };
  // The stream ends with the run.
  expect(await (await fetch(`${url}/runs/${id}/events`)).text()).toContain('"event":"finished"');
  const page = await fetch(`${url}/runs/${id}/report.html`);
  expect(page.headers.get('content-security-policy')).toMatch(/^sandbox(?!.*allow-same-origin)/);
  expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  const ledger = await fetch(`${url}/runs/${id}/ledger.json`);
  expect(ledger.headers.get('content-disposition')).toContain('attachment');
  expect(await ledger.json()).toHaveLength(30);
});

test('a stopped service ends its streams and leaves nothing; the page comes back to the run when the service does', async () => {
  await stopped(worker, 'SIGKILL');
  const { page } = await browser.visit(url);
  await give(page, 'later.csv', csv(35));
  await page.getByText('No worker answers').waitFor({ timeout: 60_000 });
  const early = await fetch(`${url}/runs/${new URL(page.url()).searchParams.get('run')}/report.html`);
  expect([early.status, await early.json()]).toEqual([409, { error: 'The report is not ready yet.' }]);
  expect(await stopped(service, 'SIGTERM')).toBe(0);
  expect(readdirSync(temp).filter((name) => name.startsWith('report-service-'))).toEqual([]);
  await page.getByText('The connection is lost; trying again').waitFor();
  await startService();
  await startWorker();
  await page.getByText('The report is ready. 35 comments').waitFor({ timeout: 60_000 });
  await page.reload();
  await page.getByText('The report is ready. 35 comments').waitFor({ timeout: 60_000 });
}, 150_000);

test('Stop ends a run, and the same file goes on from there', async () => {
  await stopped(worker, 'SIGKILL');
  const { page } = await browser.visit(url);
  await give(page, 'stop.csv', csv(25));
  await page.getByText('No worker answers').waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByText('Stopping').waitFor();
  await startWorker();
  await page.getByText('Stopped. Finished steps are kept').waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Another file' }).click();
  await give(page, 'stop.csv', csv(25));
  await page.getByText('The report is ready. 25 comments').waitFor({ timeout: 60_000 });
}, 150_000);
