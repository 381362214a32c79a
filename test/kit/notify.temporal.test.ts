/** Somebody hears of a run that needs a person: a small server in place of a chat's webhook. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '../support/historyJson';
import { usePipelines } from '../support/pipeline';
import { pausedAt, until, update } from './driver';
import { sumSteps } from './steps';
import { World } from './world';

const pipelines = usePipelines(require.resolve('./workflows'));
const heard: { readonly headers: IncomingMessage['headers']; readonly notice: Record<string, unknown> }[] = [];
let answers: number[] = [];
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    void text(request).then((body) => {
      heard.push({ headers: request.headers, notice: JSON.parse(body) as Record<string, unknown> });
      response.writeHead(answers.shift() ?? 200).end('thank you');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/secret-token`;
});
beforeEach(() => {
  heard.length = 0;
  answers = [];
});
afterAll(async () => {
  server.close();
  await once(server, 'close');
});

const notices = (count: number) =>
  until(
    () => heard.length,
    (length) => length >= count,
  );

const notified = async (run: WorkflowHandle) =>
  ((await run.fetchHistory()).events ?? []).filter(
    (event) => event.activityTaskScheduledEventAttributes?.activityType?.name === 'kit.notify',
  ).length;

it('a paused run is told once, with what is paused, why, and what to do; paused again it is told again', async () => {
  await pipelines.worker([sumSteps], { world: new World().failing('total', 4) }, { notifyUrl: url });
  const run = await pipelines.start('sumPipeline', { count: 2 });
  await pausedAt(run, 'sum.total');
  await notices(1);
  await update(run, 'retryStep', { step: 'sum.total' });
  await notices(2);
  await pausedAt(run, 'sum.total');
  await update(run, 'retryStep', { step: 'sum.total' });
  await run.result();
  const message = 'sum.total failed 2 times, last: total is broken. Mend the cause, then retry the step.';
  const text = `Run ${run.workflowId} needs a person: sum.total is paused: ${message} (pipeline-worker retry ${run.workflowId} sum.total)`;
  const notice = { v: 1, event: 'paused', id: run.workflowId, workflowType: 'sumPipeline', waitingFor: [], text };
  const expected = { ...notice, steps: [{ step: 'sum.total', message }] };
  expect(heard.map((one) => one.notice)).toEqual([expected, expected]);
  expect(new Set(heard.map(({ headers }) => headers['idempotency-key'])).size).toBe(2);
});

it('a run that waits for an answer is told with its name', async () => {
  await pipelines.worker([sumSteps], { world: new World() }, { notifyUrl: url });
  const run = await pipelines.start('askingPipeline', { count: 2 });
  await notices(1);
  await update(run, 'answer', { name: 'go', value: 1 });
  await run.result();
  expect(heard).toMatchObject([{ notice: { event: 'waiting', steps: [], waitingFor: ['go'] } }]);
});

it('a notice that is not taken is posted again under the same key, and its address is in no history', async () => {
  answers = [503, 429];
  await pipelines.worker([sumSteps], { world: new World() }, { notifyUrl: url });
  const run = await pipelines.start('askingPipeline', { count: 2 });
  await notices(3);
  await update(run, 'answer', { name: 'go', value: 1 });
  await run.result();
  expect(new Set(heard.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  expect(historyToJSON(await run.fetchHistory())).not.toContain('secret');
});

it('a run does not wait for its notices: where nobody listens it ends all the same', async () => {
  const world = new World();
  await pipelines.worker([sumSteps], { world }, { notifyUrl: 'http://127.0.0.1:1/' });
  const run = await pipelines.start('askingPipeline', { count: 2 });
  await until(
    () => notified(run),
    (count) => count === 1,
  );
  await update(run, 'answer', { name: 'go', value: 1 });
  await expect(run.result()).resolves.toMatchObject({ answer: 1 });
});

it('without an address nothing is scheduled', async () => {
  await pipelines.worker([sumSteps], { world: new World() });
  const run = await pipelines.start('askingPipeline', { count: 2 });
  await until(
    () => run.query<{ status: string }>('progress'),
    ({ status }) => status === 'waiting',
  );
  await update(run, 'answer', { name: 'go', value: 1 });
  await run.result();
  expect(await notified(run)).toBe(0);
});
