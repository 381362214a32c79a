import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { httpEffect } from '../../../activities';
import type { HttpApi, HttpDeps } from '../../../activities';
import { fakeStep, runOf } from './step';

interface Heard {
  readonly line: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}
type Answer = (response: ServerResponse, heard: Heard) => void;

const SECRET = 'Bearer sk-live-4711-secret';
const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

let server: Server;
let heard: Heard[];
let answer: Answer;
let origin: string;
beforeEach(async () => {
  heard = [];
  answer = json(200, { receipt: 'r1', internal: 'not asked for' });
  server = createServer((request, response) => {
    void text(request).then((body) => {
      const one = { line: `${request.method} ${request.url}`, headers: request.headers, body };
      heard.push(one);
      answer(response, one);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const charge = httpEffect({
  version: 1,
  input: { id: z.string(), cents: z.number() },
  output: { receipt: z.string() },
  idempotencyKey: ({ id }) => `order-${id}`,
  request: ({ id, cents }) => ({ url: `/charge/${id}?now=1`, body: { cents } }),
  nonRetryable: [402, 422],
  timeout: '1s',
});
const order = { id: '4711', cents: 350 };
const api = (over: Partial<HttpApi> = {}): HttpApi => ({
  baseUrl: `${origin}/v1`,
  headers: { authorization: SECRET },
  ...over,
});
const stepWith = (over: Partial<HttpApi> = {}) => fakeStep<HttpDeps>({ deps: { http: api(over) }, key: 'order-4711' });
const pay = (over: Partial<HttpApi> = {}, input = order): Promise<unknown> => runOf(charge)(input, stepWith(over).step);
const refused = (over: Partial<HttpApi> = {}, input = order): Promise<Record<string, unknown>> =>
  pay(over, input).then(
    () => Promise.reject(new Error('it was not refused')),
    (error: unknown) => error as Record<string, unknown>,
  );

test('it sends what its author wrote, with the business key, the fencing token and the headers of the API', async () => {
  await expect(pay()).resolves.toMatchObject({ receipt: 'r1' });
  expect(heard).toEqual([
    {
      line: 'POST /v1/charge/4711?now=1',
      body: '{"cents":350}',
      headers: expect.objectContaining({
        'idempotency-key': 'order-4711',
        'fencing-token': '1',
        'content-type': 'application/json',
        authorization: SECRET,
      }),
    },
  ]);
});

test('an API may call the headers otherwise, give its secrets anew for each request, and a form is sent as one', async () => {
  const form = httpEffect({
    version: 1,
    input: {},
    output: z.null(),
    idempotencyKey: () => 'k',
    to: ({ bank }: { bank: HttpApi }) => bank,
    request: () => ({
      url: 'pay',
      method: 'PUT',
      headers: { 'x-mine': 'yes' },
      body: new URLSearchParams({ a: '1 2' }),
    }),
  });
  let asked = 0;
  const bank = api({
    keyHeader: 'X-Request-Id',
    tokenHeader: 'X-Fence',
    headers: () => Promise.resolve({ authorization: `token ${(asked += 1)}` }),
  });
  answer = (response) => response.writeHead(204).end();
  const { step } = fakeStep({ deps: { bank }, key: 'k' });
  await expect(runOf(form)({}, step)).resolves.toBeNull();
  await runOf(form)({}, step);
  expect(heard.map(({ line, body }) => [line, body])).toEqual(
    Array.from({ length: 2 }, () => ['PUT /v1/pay', 'a=1+2']),
  );
  expect(heard[1]?.headers).toMatchObject({
    'x-request-id': 'k',
    'x-fence': '1',
    'x-mine': 'yes',
    authorization: 'token 2',
    'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
  });
  expect(heard[1]?.headers).not.toHaveProperty('idempotency-key');
});

test('what an author or an API says under the name of our headers does not replace them', async () => {
  await pay({ headers: { 'Idempotency-Key': 'another', 'FENCING-TOKEN': '99' } });
  expect(heard[0]?.headers).toMatchObject({ 'idempotency-key': 'order-4711', 'fencing-token': '1' });
});

test.each(['Bestellung €', 'ends with a space ', '50%', 'line\nbreak'])(
  'the key %j arrives as one of its own',
  async (key) => {
    await runOf(charge)(order, fakeStep({ deps: { http: api() }, key }).step);
    expect(decodeURIComponent(String(heard[0]?.headers['idempotency-key']))).toBe(key);
  },
);

test('the locks are looked at last: with one lost while the secret was fetched, nothing is sent', async () => {
  const { step, log } = fakeStep<HttpDeps>({
    deps: { http: api({ headers: () => Promise.resolve(void log.push('secret')).then(() => ({})) }) },
    heldTimes: 0,
  });
  await expect(runOf(charge)(order, step)).rejects.toThrow('lock lost');
  expect(log).toEqual(['secret', 'held']);
  expect(heard).toEqual([]);
});

describe('a refusal', () => {
  test.each([402, 422])(
    'with a status that asking again does not mend (%d) ends the step with its reason',
    async (status) => {
      answer = json(status, { error: { message: 'card\n declined' } });
      await expect(refused()).resolves.toMatchObject({
        type: 'HttpRefused',
        nonRetryable: true,
        details: [{ status }],
        message: `POST ${origin}/v1/charge/4711 answered ${status}: card declined`,
      });
    },
  );

  test.each([400, 408, 429, 500, 503])('with another (%d) is tried again', async (status) => {
    answer = json(status, { detail: 'later' });
    await expect(refused()).resolves.toMatchObject({ type: 'HttpFailed', nonRetryable: false, details: [{ status }] });
  });

  test('that is a redirect ends the step, and nobody else is sent key and secrets', async () => {
    answer = (response) => response.writeHead(307, { location: `${origin}/elsewhere` }).end();
    await expect(refused()).resolves.toMatchObject({
      type: 'HttpRefused',
      nonRetryable: true,
      message: expect.stringMatching(/ answered 307: a redirect, which is not followed$/),
    });
    expect(heard).toHaveLength(1);
  });

  const DATE = 'Thu, 26 Nov 2026 22:00:00 GMT';
  test.each([
    ['12', {}, 12_000],
    ['1.5', {}, 1500],
    ['Thu, 26 Nov 2026 22:00:30 GMT', { date: DATE }, 30_000],
    ['999999', {}, 3_600_000],
    ['Fri, 26 Nov 2027 22:00:00 GMT', { date: DATE }, 3_600_000],
    ['0', {}, undefined],
    ['Thu, 26 Nov 2026 21:00:00 GMT', { date: DATE }, undefined],
    ['soon', {}, undefined],
    ['-5', { date: DATE }, undefined],
  ])('with Retry-After: %s is tried again no sooner, and within an hour', async (after, headers, delay) => {
    answer = json(503, {}, { 'retry-after': after, ...headers });
    expect((await refused())['nextRetryDelay']).toBe(delay);
  });

  test.each([
    ['problem details', { title: 'Conflict', detail: 'the key is in use' }, 'the key is in use'],
    ['OAuth', { error: 'invalid_grant', error_description: 'expired' }, 'expired'],
    ['a text', 'no such order', 'no such order'],
    ['something else', { code: 7 }, '{"code":7}'],
  ])('gives its reason as %s', async (_how, body, reason) => {
    answer = json(500, body);
    expect((await refused())['message']).toMatch(new RegExp(`answered 500: ${reason}$`));
  });

  test('with a page for a browser gives its status only', async () => {
    answer = (response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>');
    expect((await refused())['message']).toMatch(/answered 502$/);
  });

  test('that repeats what it was sent gives away no secret, and its reason is bounded', async () => {
    answer = (response, { headers }) =>
      response.writeHead(401).end(`${headers.authorization} is unknown: sk-live-4711-secret! ${'x'.repeat(100_000)}`);
    const { message } = await refused();
    expect(message).toMatch(/answered 401: \*\*\* is unknown: \*\*\*! x+…$/);
    expect(String(message).length).toBeLessThan(400);
  });

  test('is read for its reason as far as 64 KiB, however long it goes on', async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull: (stream) => stream.enqueue(Buffer.alloc(1024, (sent += 1024) > 128 * 1024 ? '!' : 'x')),
    });
    const { message } = await refused({ fetch: () => Promise.resolve(new Response(endless, { status: 500 })) });
    expect(message).toMatch(/answered 500: x+…$/);
    expect(sent).toBeGreaterThan(64 * 1024);
    expect(sent).toBeLessThan(72 * 1024);
  });

  test('whose explanation breaks off still says its status', async () => {
    answer = (response) => {
      response.writeHead(503, { 'content-length': '1000' }).write('because');
      setImmediate(() => response.destroy());
    };
    expect((await refused())['message']).toMatch(/answered 503/);
  });
});

describe('an answer', () => {
  test('that is no JSON, or is larger than 1 MiB, ends the step and says that it is done', async () => {
    for (const body of ['<ok/>', JSON.stringify('x'.repeat(1024 * 1024))]) {
      answer = (response) => response.writeHead(200).end(body);
      const error = await refused();
      expect(error).toMatchObject({ type: 'OutputInvalid', nonRetryable: true });
      expect(error['message']).toMatch(/is done/);
    }
  });

  test('that breaks off is asked for again', async () => {
    answer = (response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('{');
      setImmediate(() => response.destroy());
    };
    await expect(refused()).resolves.toMatchObject({ type: 'HttpFailed', nonRetryable: false });
  });

  test('that does not come in time is asked for again, also when it has begun', async () => {
    for (const begin of [() => undefined, (response: ServerResponse) => void response.writeHead(200).write('{')]) {
      answer = begin;
      const error = await refused();
      expect(error).toMatchObject({ type: 'HttpFailed', nonRetryable: false });
      expect(error['message']).toMatch(/no answer within 1s; whether it was done is not known/);
    }
  });
});

test('a server that is not there is asked again, by its code', async () => {
  server.close();
  await once(server, 'close');
  await expect(refused()).resolves.toMatchObject({
    type: 'HttpFailed',
    message: expect.stringMatching(/^POST http:\S+: ECONNREFUSED; /),
  });
});

test('the signal of the step ends the request with its own reason', async () => {
  const reason = new Error('cancelled');
  const { step, abort } = stepWith();
  answer = () => abort.abort(reason);
  await expect(runOf(charge)(order, step)).rejects.toBe(reason);
});

test.each(['..', '../admin', '%2e%2e/admin', 'a/../../admin'])(
  'an input (%s) cannot lead the request out of its API',
  async (id) => {
    await expect(refused({}, { ...order, id: `../${id}` })).resolves.toMatchObject({ type: 'InputInvalid' });
    expect(heard).toEqual([]);
  },
);

test('what is wrong with the settings of an API is said without its secrets', async () => {
  const wrong = [
    { headers: { authorization: `${SECRET}\nx` } },
    { headers: { [`na me`]: SECRET } },
    { baseUrl: 'https://user:sk-live-4711-secret@bank' },
    { baseUrl: 'https://:sk-live-4711-secret@bank' },
    { baseUrl: 'https://sk-live-4711-secret@bank' },
    { baseUrl: 'sk-live-4711-secret' },
  ];
  for (const over of wrong) {
    const { message, stack, cause } = await refused(over);
    expect(message).toMatch(/cannot be sent|baseUrl/);
    expect(`${String(stack)} ${String(cause)}`).not.toContain('4711-secret');
  }
  expect(heard).toEqual([]);
});
