import { s3Sink, StaleToken } from '../../../activities';
import type { S3Options } from '../../../activities';
import { startFakeS3 } from './fakeS3';
import type { FakeS3 } from './fakeS3';
import { fakeStep } from './step';

let store: FakeS3;
beforeEach(async () => {
  store = await startFakeS3();
});
afterEach(() => {
  store.close();
  jest.restoreAllMocks();
});

const credentials: S3Options['credentials'] = () => Promise.resolve({ accessKeyId: 'id', secretAccessKey: 'secret' });
const stepOf = (token: number, heldTimes?: number) =>
  fakeStep({ deps: {}, token, ...(heldTimes === undefined ? {} : { heldTimes }) });
const sink = () => s3Sink('s3://town/reports/', { endpoint: store.endpoint, credentials });
const write = (token: number, content = `written under ${token}`, name = 'a/report.json') =>
  sink().write(stepOf(token).step, name, content);
const seen = (path = '/town/reports/a/report.json') => store.objects.get(path)?.body.toString();

test('readers see the content with its type, under a signature of the region', async () => {
  const signed: (string | undefined)[] = [];
  store.before = ({ headers }) => void signed.push(headers.authorization);
  await expect(write(7, 'grüezi')).resolves.toEqual({
    path: 's3://town/reports/a/report.json',
    bytes: 7,
    sha256: '97efc0b40e7e91422f31620201d7200b74722c8f1776c263577c604026eb92b3',
  });
  expect(store.objects.get('/town/reports/a/report.json')?.headers).toMatchObject({
    'content-type': 'application/json',
    'x-amz-meta-pipeline-token': '7',
  });
  expect(new Set(signed.map((header) => header?.replace(/=\w+\/\d+\/.*/, '')))).toEqual(
    new Set(['AWS4-HMAC-SHA256 Credential']),
  );
  expect(signed[0]).toMatch(
    /\/us-east-1\/s3\/aws4_request, SignedHeaders=\S*if-none-match\S*, Signature=[0-9a-f]{64}$/,
  );
});

test('each write is made on the condition that what was looked at is still there', async () => {
  await write(5);
  store.log.length = 0;
  await write(6);
  await write(7, 'new', 'b.txt');
  expect(store.log).toEqual(['HEAD', 'PUT if-match', 'HEAD', 'PUT if-none-match']);
});

test('the same token and content again changes nothing, other content under it is a mistake', async () => {
  const first = await write(5);
  store.log.length = 0;
  await expect(write(5)).resolves.toEqual(first);
  expect(store.log).toEqual(['HEAD']);
  await expect(write(5, 'something else')).rejects.toThrow(
    /has other content: this attempt has written the name before/,
  );
});

test('a smaller token is refused, with both named', async () => {
  await write(6);
  const refused = await write(5).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(StaleToken);
  expect(refused).toMatchObject({ offered: 5, seen: 6, target: 's3://town/reports/a/report.json' });
  expect(seen()).toBe('written under 6');
});

test('nothing is replaced that it did not make', async () => {
  await write(1, 'x', 'other');
  store.objects.set('/town/reports/a/report.json', { body: Buffer.from('mine'), headers: { etag: '"e"' } });
  await expect(write(5)).rejects.toThrow(/was not made by this adapter\. Move it away/);
  expect(seen()).toBe('mine');
});

test.each([412, 409, 404])('a writer that is overtaken (%d) looks again', async (status) => {
  await write(5);
  let wasOvertaken = false;
  store.before = ({ method }) => {
    if (method !== 'PUT' || wasOvertaken) return undefined;
    wasOvertaken = true;
    return [status, {}, '<Code>NoSuchKey</Code>'];
  };
  await write(6);
  expect(seen()).toBe('written under 6');
});

test('where others always write in between, it gives up and says why', async () => {
  await write(5);
  store.before = ({ method }) => (method === 'PUT' ? [412] : undefined);
  store.log.length = 0;
  await expect(write(6)).rejects.toThrow(/changed 10 times while it was written: others write it without its resource/);
  expect(store.log.filter((line) => line.startsWith('PUT'))).toHaveLength(10);
});

describe('a store that ignores conditions', () => {
  beforeEach(async () => {
    store.close();
    store = await startFakeS3('nothing');
  });

  test('is refused for good, before the object is touched, and the trial is cleaned away', async () => {
    await expect(write(5)).rejects.toMatchObject({
      type: 'StoreNotFenced',
      nonRetryable: true,
      message: expect.stringMatching(/s3:\/\/town \(http:\S+\) does not honour If-Match .*\(it answered 200, 200, 200/),
    });
    expect(store.objects.size).toBe(0);
    expect(store.log).not.toContain('HEAD');
  });

  test('is tried out again by the next attempt: somebody may have mended it', async () => {
    await expect(write(5)).rejects.toMatchObject({ type: 'StoreNotFenced' });
    store.log.length = 0;
    await expect(write(5)).rejects.toMatchObject({ type: 'StoreNotFenced' });
    expect(store.log).toHaveLength(4);
  });
});

test('a store is tried out once for each bucket and process, in the folder that is written to', async () => {
  const trials: (string | undefined)[] = [];
  store.before = ({ url }) => void (url?.includes('trial') && trials.push(url.replace(/trial-.*/, 'trial')));
  await Promise.all([write(5, 'a', 'a/1'), write(5, 'b', 'a/2'), write(5, 'c', 'a/3')]);
  await write(6, 'a', 'a/1');
  expect(trials).toEqual(Array.from({ length: 4 }, () => '/town/reports/a/.pipeline-worker-trial'));
  expect([...store.objects.keys()].filter((key) => key.includes('trial'))).toEqual([]);
});

test('a trial that another attempt did not bring to its end is made again', async () => {
  const { step, abort } = stepOf(5);
  const first = sink().write(step, 'a/1', 'a');
  store.before = () => {
    delete store.before;
    abort.abort(new Error('cancelled'));
    return new Promise(() => undefined);
  };
  await expect(
    Promise.all([first.catch(({ message }: Error) => message), write(6, 'b', 'a/2')]),
  ).resolves.toMatchObject(['cancelled', { path: 's3://town/reports/a/2' }]);
});

test('a trial that another attempt could not make, as the store was busy, is made again', async () => {
  let asked = 0;
  store.before = () => {
    asked += 1;
    return asked === 1 ? [503, {}, '<Error><Code>SlowDown</Code></Error>'] : undefined;
  };
  const first = write(5, 'a', 'a/1').catch(({ message }: Error) => message);
  await expect(Promise.all([first, write(6, 'b', 'a/2')])).resolves.toMatchObject([
    expect.stringContaining('503'),
    { path: 's3://town/reports/a/2' },
  ]);
});

test('a request has two minutes', async () => {
  const limits = jest.spyOn(AbortSignal, 'timeout');
  await write(5);
  expect(new Set(limits.mock.calls.flat())).toEqual(new Set([120_000]));
});

test('the locks are looked at right before each request, and the first lost one is the last request', async () => {
  await write(4);
  for (const heldTimes of [0, 1]) {
    store.log.length = 0;
    const { step } = stepOf(5, heldTimes);
    await expect(sink().write(step, 'a/report.json', 'late')).rejects.toThrow('lock lost');
    expect(store.log).toHaveLength(heldTimes);
  }
  expect(seen()).toBe('written under 4');
});

test('the signal ends a request with its own reason', async () => {
  const { step, abort } = stepOf(5);
  await write(4);
  store.before = () => {
    abort.abort(new Error('cancelled'));
    return new Promise(() => undefined);
  };
  await expect(sink().write(step, 'a/report.json', 'late')).rejects.toThrow('cancelled');
});

test('a refusal says what was asked and what the store said, and no answer says why', async () => {
  await write(4);
  store.before = ({ method }) =>
    method === 'PUT' ? [403, {}, '<Error><Code>AccessDenied</Code><Message>no</Message></Error>'] : undefined;
  await expect(write(5)).rejects.toMatchObject({
    type: 'S3Refused',
    nonRetryable: false,
    message: 'PUT s3://town/reports/a/report.json answered 403 (AccessDenied: no)',
  });
  store.close();
  await expect(write(5)).rejects.toThrow(/^HEAD s3:\/\/town\/reports\/a\/report.json: no answer \(ECONNREFUSED\)$/);
});

test('address, region and rights come from the variables that all AWS tools know', async () => {
  const { env } = process;
  try {
    process.env = { ...env, AWS_ENDPOINT_URL: store.endpoint, AWS_REGION: 'eu-central-2' };
    await expect(s3Sink('s3://town').write(stepOf(1).step, 'a', 'a')).rejects.toThrow(/set AWS_ACCESS_KEY_ID and/);
    process.env = {
      ...process.env,
      AWS_ACCESS_KEY_ID: 'AKIA',
      AWS_SECRET_ACCESS_KEY: 's',
      AWS_SESSION_TOKEN: 'session',
    };
    let headers: unknown;
    store.before = (request) => void (headers = request.headers);
    await s3Sink('s3://town').write(stepOf(1).step, 'a', 'a');
    expect(headers).toMatchObject({
      authorization: expect.stringMatching(/Credential=AKIA\/\d+\/eu-central-2\/s3/),
      'x-amz-security-token': 'session',
    });
  } finally {
    process.env = env;
  }
});

test('without an endpoint AWS is asked: at the host of the bucket, at a path where its name has a dot', async () => {
  const asked: string[] = [];
  jest.spyOn(globalThis, 'fetch').mockImplementation((url) => {
    asked.push(url instanceof URL ? url.href : 'not by a URL');
    return Promise.reject(new TypeError('fetch failed', { cause: { code: 'ENOTFOUND' } }));
  });
  for (const bucket of ['town', 'town.example'])
    await s3Sink(`s3://${bucket}/f`, { region: 'eu-west-1', credentials })
      .write(stepOf(1).step, 'ä b+c', 'a')
      .catch(() => undefined);
  expect(asked.map((url) => url.replace(/\.pipeline.*/, ''))).toEqual([
    'https://town.s3.eu-west-1.amazonaws.com/f/',
    'https://s3.eu-west-1.amazonaws.com/town.example/f/',
  ]);
});

test.each(['', '/', 'a//b', '../a', 'a/./b', 'a\nb', 'n'.repeat(1020)])('the name %j is refused', async (name) => {
  await expect(write(5, 'x', name)).rejects.toThrow(/cannot be written/);
  expect(store.log).toEqual([]);
});

test.each(['http://town/a', 's3://', 's3://T', 'town'])('the target %j is refused', (target) => {
  expect(() => s3Sink(target)).toThrow(/names no bucket: give it like s3:\/\/bucket\/folder/);
});

test.each([
  ['a.html', 'text/html; charset=utf-8'],
  ['a.json', 'application/json'],
  ['b.a.csv', 'text/csv; charset=utf-8'],
  ['a.txt', 'text/plain; charset=utf-8'],
  ['a.md', 'text/markdown; charset=utf-8'],
  ['a.bin', 'application/octet-stream'],
  ['json', 'application/octet-stream'],
])('a browser is told what %s is: %s', async (name, type) => {
  await write(5, 'x', name);
  expect(store.objects.get(`/town/reports/${name}`)?.headers['content-type']).toBe(type);
});
