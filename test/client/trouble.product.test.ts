/** A run whose workflow task fails is told as that, with cause, attempt and remedy, by every command and by the SDK. */
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from '@temporalio/client';
import { Runtime } from '@temporalio/worker';
import { connect, troubleText } from '../../client';
import type { PipelineClient, RunTrouble } from '../../client';
import { sha256 } from '../../redis/canonical';
import { createWorker } from '../../worker';
import { envOf, launch, runs } from '../cli/command';
import { until } from '../kit/driver';
import { bundleOf } from '../support/bundle';
import { usePipelines } from '../support/pipeline';

const pipelines = usePipelines(require.resolve('./bad/workflows'));
const logger = Runtime.instance().logger;
let client: PipelineClient;
let id: string;

beforeAll(async () => {
  const { temporal, redisUrl, prefix, taskQueue } = pipelines.config();
  client = await connect({ temporal, redisUrl, prefix, taskQueue });
});
afterAll(() => client.close());
// The next test starts with a queue where nothing fails any more.
afterEach(() => pipelines.client.workflow.getHandle(id).terminate('the test is over'));

async function start(type: string, input: unknown = {}): Promise<void> {
  id = `bad-${randomUUID()}`;
  const options = {
    taskQueue: pipelines.config().taskQueue,
    workflowId: id,
    args: [input],
    workflowTaskTimeout: '2s' as const,
  };
  await pipelines.client.workflow.start(type, options);
}

const goodWorker = (): Promise<unknown> => pipelines.worker([], {});

/** A worker with other workflows, while `work` runs. */
async function withWorkflows(path: string, work: () => Promise<void>): Promise<void> {
  const workflowBundle = await bundleOf(path, logger);
  const source = { pipelines: require.resolve('./bad/workflows'), workflowBundle };
  const worker = await createWorker({ ...source, steps: [], deps: {}, config: pipelines.config() });
  const done = worker.run();
  try {
    await work();
  } finally {
    worker.shutdown();
    await done;
  }
}

const troubleNow = (kind: RunTrouble['kind']): Promise<RunTrouble> =>
  until(
    () => client.handle(id).trouble(),
    (trouble) => trouble?.kind === kind,
  ) as Promise<RunTrouble>;

/** What `watch` prints until it has said this. */
async function watched(said: RegExp, args: readonly string[] = ['watch', id]): Promise<string> {
  const { child, ended } = launch(args, envOf(pipelines));
  let err = '';
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
  await until(
    () => err,
    (text) => said.test(text),
  );
  child.kill('SIGINT');
  await ended;
  return err;
}

/** The ways to look at a run that do not tell this cause with its attempt and this remedy, or speak of a missing worker. */
async function silentWays(cause: RegExp, remedy: RegExp): Promise<string[]> {
  const said = new RegExp(`${cause.source}.*${remedy.source}`);
  const env = envOf(pipelines);
  const [watch, list, inspect, doctor, json] = await Promise.all([
    watched(said),
    runs(['list'], env),
    runs(['inspect', id], env),
    runs(['doctor'], env),
    runs(['inspect', id, '--json'], env),
  ]);
  const { trouble } = JSON.parse(json.out) as { trouble: RunTrouble };
  const ways = { watch, list: list.out, inspect: inspect.out, doctor: doctor.out, json: troubleText(trouble) };
  return Object.entries(ways).flatMap(([way, text]) =>
    said.test(text) && /\(attempt \d+\)/.test(text) && !text.includes('no worker') ? [] : [`${way}: ${text}`],
  );
}

test.each([
  [
    'a TypeError in the body',
    'throwsTypeError',
    /TypeError: Cannot read properties of undefined \(reading 'deep'\)/,
    /mend it and deploy it/,
  ],
  ['a result of 3 MB', 'returnsTooMuch', /TMPRL1103/, /return a reference or an address/],
  ['a result that is no JSON', 'returnsBigInt', /Unable to convert .* to payload/, /mend it and deploy it/],
  [
    'a pipeline that no worker has',
    'noSuchPipeline',
    /this worker has no pipeline .*noSuchPipeline.*; it has: .*idle/,
    /No worker of this task queue has a pipeline of that name/,
  ],
])('%s', async (_what, type, cause, remedy) => {
  await goodWorker();
  await start(type);
  const { attempt } = await troubleNow('task fails');
  expect(attempt).toBeGreaterThan(1);
  expect(await silentWays(cause, remedy)).toEqual([]);
});

test('workflow code that does not load', async () => {
  await withWorkflows(require.resolve('./bad/unloadable'), async () => {
    await start('never');
    await troubleNow('task fails');
    expect(
      await silentWays(/TypeError: Cannot read properties of undefined \(reading 'port'\)/, /mend it and deploy it/),
    ).toEqual([]);
  });
});

test('a new build that decides otherwise than the history says', async () => {
  await withWorkflows(require.resolve('./bad/workflows'), async () => {
    await start('reordered');
    await until(
      () => pipelines.client.workflow.getHandle(id).fetchHistory(),
      ({ events }) => events?.some((event) => event.timerFiredEventAttributes) ?? false,
    );
  });
  await withWorkflows(require.resolve('./bad/next'), async () => {
    await pipelines.client.workflow.getHandle(id).signal('go');
    await troubleNow('task fails');
    expect(await silentWays(/TMPRL1100/, /`replay bad-[\w-]+` shows where/)).toEqual([]);
  });
});

test('report names it too, when the run of its id cannot go on', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'trouble-'));
  const csv = 'id,comment\n1,The new bus lane makes my way to work shorter every day\n';
  writeFileSync(join(folder, 'c.csv'), csv);
  await withWorkflows(require.resolve('./bad/workflows'), async () => {
    await start('reportPipeline', { source: { blob: sha256(csv) }, title: 'C' });
    await until(
      () => pipelines.client.workflow.getHandle(id).fetchHistory(),
      ({ events }) => (events?.filter((event) => event.timerStartedEventAttributes).length ?? 0) === 2,
    );
  });
  const said = await watched(/TMPRL1100/, ['report', join(folder, 'c.csv'), '--id', id, '--out', folder]);
  expect(said).toMatch(/its workflow task fails \(attempt \d+\): .*TMPRL1100.*`replay bad-[\w-]+` shows where/);
});

test('a task that times out is no missing worker: whoever took it was killed or is blocked', async () => {
  await start('idle');
  const connection = pipelines.client.connection as Connection;
  const { taskQueue } = pipelines.config();
  const poll = { namespace: 'default', taskQueue: { name: taskQueue }, identity: 'a worker that dies' };
  await connection.withDeadline(Date.now() + 60_000, () => connection.workflowService.pollWorkflowTaskQueue(poll));
  const trouble = await troubleNow('task times out');
  expect(trouble).toMatchObject({
    attempt: 2,
    remedy: expect.stringContaining('look at the log of the worker') as string,
  });
});

test('with no worker at all it is said which task queue nobody polls, and what the run waits for', async () => {
  const taskQueue = `deserted-${randomUUID()}`;
  id = `bad-${randomUUID()}`;
  await pipelines.client.workflow.start('idle', { taskQueue, workflowId: id, args: [{}] });
  const env = { ...envOf(pipelines), PIPELINE_TASK_QUEUE: taskQueue };
  expect(await client.handle(id).trouble()).toMatchObject({ kind: 'no worker' });
  const said = `no worker polls task queue ${taskQueue}. Start one: the run goes on as soon as it polls.`;
  expect(await watched(/no worker polls/)).toContain(said);
  expect((await runs(['inspect', id], env)).out).toContain(said);
  await until(
    () => runs(['list'], env),
    ({ out }) => out.includes(said),
  );
  const refused = await runs(['pause', id, '--reason', 'lunch'], env);
  expect(refused.code).toBe(2);
  expect(refused.err).toContain(`cannot be told anything: ${said}`);
});

test('what the kit does for a run and Redis refuses is told with its cause', async () => {
  const { raw, url } = pipelines.redis;
  await raw.call('ACL', 'SETUSER', 'trouble', 'on', '>secret', '~*', '&*', '+@all');
  await pipelines.worker([], {}, { redisUrl: url.replace('redis://', 'redis://trouble:secret@') });
  await raw.call('ACL', 'SETUSER', 'trouble', '-evalsha');
  try {
    await start('idle');
    const trouble = await troubleNow('kit fails');
    expect(troubleText(trouble)).toMatch(/kit\.open fails: .*NOPERM.*evalsha.*This user lacks a right/);
    expect(await watched(/kit\.open fails/)).toContain('This user lacks a right');
    expect((await runs(['inspect', id], envOf(pipelines))).out).toContain('This user lacks a right');
  } finally {
    await raw.call('ACL', 'SETUSER', 'trouble', '+evalsha');
  }
});
