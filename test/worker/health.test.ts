/** The endpoint for probes, with checks that the tests make. */
import http from 'node:http';
import { serveHealth } from '../../worker/health';
import type { Check, Health } from '../../worker/health';

const open: Health[] = [];
afterEach(() => Promise.all(open.splice(0).map((health) => health.close())));

async function serving(checks: Readonly<Record<string, Check>>): Promise<(path: string) => Promise<[number, string]>> {
  const health = await serveHealth(0, checks);
  open.push(health);
  return async (path) => {
    const response = await fetch(`http://127.0.0.1:${health.port}${path}`);
    return [response.status, await response.text()];
  };
}

const well: Check = () => Promise.resolve('ok');

test('a worker is ready when every check is ok, and says what is not', async () => {
  const probe = await serving({ redis: well, temporal: well });
  expect(await probe('/readyz')).toEqual([200, 'redis: ok\ntemporal: ok\n']);
  const secret = new TypeError('redis://user:secret@host');
  const sick = await serving({ redis: () => Promise.reject(secret), worker: () => Promise.resolve('not polling') });
  expect(await sick('/readyz')).toEqual([503, 'redis: TypeError\nworker: not polling\n']);
  const half = await serving({ redis: well, worker: () => Promise.resolve('not polling') });
  expect(await half('/readyz')).toEqual([503, 'redis: ok\nworker: not polling\n']);
});

test('a worker whose Redis is away is alive all the same', async () => {
  const probe = await serving({ redis: () => Promise.reject(new Error()) });
  expect(await probe('/livez')).toEqual([200, 'ok\n']);
  expect((await probe('/readyz'))[0]).toBe(503);
});

test('a check that never ends is not waited for, and probes that come meanwhile do not begin another', async () => {
  let begun = 0;
  const probe = await serving({
    redis: () => {
      begun += 1;
      return new Promise(() => undefined);
    },
  });
  const answers = await Promise.all(Array.from({ length: 20 }, () => probe('/readyz')));
  expect(new Set(answers.map(([, text]) => text))).toEqual(new Set(['redis: no answer in time\n']));
  expect(begun).toBe(1);
});

test('who says nothing for five seconds is let go, and fifty may be connected at once', async () => {
  const created = jest.spyOn(http, 'createServer');
  await serving({});
  const [[limits], { value: server }] = [created.mock.calls[0] ?? [], created.mock.results[0] ?? {}];
  expect(limits).toMatchObject({ requestTimeout: 5000, headersTimeout: 5000, connectionsCheckingInterval: 1000 });
  expect(server).toMatchObject({ maxConnections: 50 });
  created.mockRestore();
});

test('there is nothing else to ask', async () => {
  const probe = await serving({});
  expect((await probe('/metrics'))[0]).toBe(404);
});

test('a port that is taken is a fault of the configuration', async () => {
  const [health] = [await serveHealth(0, {})];
  open.push(health);
  await expect(serveHealth(health.port, {})).rejects.toMatchObject({ name: 'ConfigInvalid' });
});
