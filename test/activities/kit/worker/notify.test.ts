/** What is posted when a run needs a person. Behind a real server: test/kit/notify.temporal.test.ts. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { notifyStep } from '../../../../activities/kit/worker/notify';
import { fakeStep } from '../../effects/step';

let server: Server;
let url: string;
let heard: { request: IncomingMessage; body: unknown }[];
let answer: (response: ServerResponse) => void;
beforeEach(async () => {
  heard = [];
  answer = (response) => response.end('thanks');
  server = createServer((request, response) => {
    void text(request).then((body) => {
      heard.push({ request, body: JSON.parse(body) as unknown });
      answer(response);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret/path`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const waits = {
  execution: 'e',
  count: 1,
  workflowType: 'order',
  status: 'paused' as const,
  paused: [{ step: 'shop.charge', message: 'm'.repeat(600) }],
  waitingFor: ['approval'],
};

function tell(over: Partial<typeof waits> = {}, to: string | undefined = url, fake = fakeStep({ deps: {}, key: 'k' })) {
  const run = notifyStep(to).run as (input: unknown, step: unknown) => Promise<unknown>;
  return run({ ...waits, ...over }, fake.step);
}

const why = (told: Promise<unknown>): Promise<Record<string, unknown>> =>
  told.then(
    () => Promise.reject(new Error('it was not refused')),
    (error: unknown) => error as Record<string, unknown>,
  );

test('it says which run waits for what, in words for a chat and in facts, under a key of its own', async () => {
  expect(await tell()).toEqual({ posted: true });
  const message = 'm'.repeat(500);
  expect(heard[0]?.body).toEqual({
    v: 1,
    event: 'paused',
    id: 'run',
    workflowType: 'order',
    steps: [{ step: 'shop.charge', message }],
    waitingFor: ['approval'],
    text:
      `Run run needs a person: shop.charge is paused: ${message} (pipeline-worker retry run shop.charge); ` +
      "it waits for the answer 'approval'",
  });
  expect(heard[0]?.request).toMatchObject({ method: 'POST', url: '/secret/path' });
  expect(heard[0]?.request.headers).toMatchObject({ 'content-type': 'application/json', 'idempotency-key': 'k' });
});

test('a run that was paused by hand is told as that', async () => {
  await tell({ paused: [], waitingFor: [] });
  expect(heard[0]?.body).toMatchObject({ text: 'Run run needs a person: it was paused by hand' });
});

test('without an address nothing is posted', async () => {
  const run = notifyStep(undefined).run as (input: unknown, step: unknown) => Promise<unknown>;
  expect(await run(waits, fakeStep({ deps: {} }).step)).toEqual({ posted: false });
});

test('with its lock lost nothing is posted', async () => {
  await expect(tell({}, url, fakeStep({ deps: {}, heldTimes: 0 }))).rejects.toThrow('lock lost');
  expect(heard).toEqual([]);
});

test.each([
  [400, true],
  [404, true],
  [429, false],
  [499, true],
  [500, false],
  [503, false],
])('a refusal with %d is final: %s; it names the host and not the path', async (status, isFinal) => {
  answer = (response) => response.writeHead(status).end();
  const { message, nonRetryable } = await why(tell());
  expect(nonRetryable === true).toBe(isFinal);
  expect(message).toContain(`refused the notice with status ${status}; check PIPELINE_NOTIFY_URL`);
  expect(message).not.toContain('secret');
});

test('what takes no notice is named by its host and the reason, and a redirect is not followed', async () => {
  answer = (response) => response.writeHead(307, { location: '/elsewhere' }).end();
  expect((await why(tell()))['message']).toMatch(/^127\.0\.0\.1:\d+ took no notice: \S+/);
  expect(heard).toHaveLength(1);
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
  expect((await why(tell()))['message']).toMatch(/^127\.0\.0\.1:\d+ took no notice: ECONNREFUSED$/);
});

test('the signal of the step ends it with its own reason', async () => {
  const fake = fakeStep({ deps: {} });
  const reason = new Error('cancelled');
  answer = () => fake.abort.abort(reason);
  expect(await why(tell({}, url, fake))).toBe(reason);
});
