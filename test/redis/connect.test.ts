/** What a person is told of an address that leads nowhere, and what is left when a connection was closed. */
import { createServer } from 'node:net';
import { Redis } from 'ioredis';
import { connect } from '../../redis/connect';
import { givingScript } from '../../redis/link';
import { prove } from '../../redis/proof';
import { freePorts } from '../../testing/servers/ports';
import { until } from '../kit/driver';
import { bulk, FakeRedis, list } from '../support/fakeRedis';

const PROVED = list([bulk('proved')]);

/** Timers that keep this process alive: asked first, before other tests have left some that end by themselves. */
const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;

test('a Cluster whose connections are closed while it is asked for its slots leaves no timer', async () => {
  const node = await FakeRedis.start(() => undefined);
  const before = timers();
  const link = await connect({ url: node.url.replace('redis', 'redis+cluster') });
  node.answer = ([name]) => (name === 'CLUSTER' ? '' : undefined);
  const asked = node.count('CLUSTER');
  await until(
    () => node.count('CLUSTER'),
    (count) => count >= asked + 2,
  );
  link.close();
  expect(await until(timers, (count) => count <= before)).toBeLessThanOrEqual(before);
  await node.stop();
}, 30_000);

test('a link that is closed leaves no connection, that of calls which wait for replicas neither', async () => {
  const answers: Record<string, string> = { EVALSHA: '+OK', WAIT: ':1' };
  const node = await FakeRedis.start(([name = '']) => answers[name]);
  const link = await connect({ url: node.url, replicaWait: { replicas: 1 } });
  const open = node.connections;
  await givingScript(link)('renew', ['{k}'], []);
  expect(node.connections).toBe(open + 1);
  link.close();
  await until(
    () => node.connections,
    (count) => count === 0,
  );
  await node.stop();
}, 10_000);

test('a connection of calls that wait for replicas is not made again when it is lost: the next call opens one, where the master is then', async () => {
  const answers: Record<string, string> = { EVALSHA: '+OK', WAIT: ':1' };
  const node = await FakeRedis.start(([name = '']) => answers[name]);
  const connecting = jest.spyOn(Redis.prototype, 'connect');
  const link = await connect({ url: node.url, replicaWait: { replicas: 1 } });
  await givingScript(link)('renew', ['{k}'], []);
  const lane = connecting.mock.contexts.at(-1) as Redis;
  connecting.mockRestore();
  node.cut();
  const status = await until(
    () => lane.status,
    (now) => now === 'end',
  );
  expect(status).toBe('end');
  link.close();
  await node.stop();
}, 10_000);

test('a proof that too few replicas have proves nothing', async () => {
  const answers: Record<string, string> = { EVAL: PROVED, EVALSHA: PROVED, WAIT: ':1' };
  const node = await FakeRedis.start(([name = '']) => answers[name]);
  const link = await connect({ url: node.url, replicaWait: { replicas: 2 } });
  // Whoever looks at the clock has run out of time.
  let nowMs = 0;
  const hurried = { ...link, clock: { ...link.clock, nowMs: () => (nowMs += 60_000) } };
  await expect(prove(hurried, { prefix: 'pipeline', namespace: 'test' })).rejects.toThrow(
    'NOREPLICAS 1 of 2 replicas had it',
  );
  link.close();
  await node.stop();
});

const told = (url: string): Promise<unknown> =>
  connect({ url }).then(
    (link) => link.close(),
    (error: unknown) => String(error),
  );

const forms = ['redis+cluster://HOSTS', 'redis+sentinel://HOSTS/shop'];

test('of several hosts where nobody listens each is named with the reason, of a Cluster and of Sentinels', async () => {
  const [one, two] = await freePorts(2);
  const hosts = `user:secret@127.0.0.1:${one},127.0.0.1:${two}`;
  for (const said of await Promise.all(forms.map((form) => told(form.replace('HOSTS', hosts))))) {
    expect(said).toMatch(new RegExp(`ECONNREFUSED 127.0.0.1:${one}; .*ECONNREFUSED 127.0.0.1:${two}. Check that`));
    expect(said).not.toContain('secret');
  }
});

test('a host that closes every connection is named too', async () => {
  const server = createServer((socket) => void socket.destroy());
  const [port] = await freePorts(1);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  for (const said of await Promise.all(forms.map((form) => told(form.replace('HOSTS', `127.0.0.1:${port}`))))) {
    expect(said).toContain(`: 127.0.0.1:${port}: `);
  }
  await new Promise((resolve) => server.close(resolve));
});

test('a Cluster that answers with an error is told by that', async () => {
  const node = await FakeRedis.start(([name]) => (name === 'CLUSTER' ? '-ERR it has no time' : undefined));
  expect(await told(node.url.replace('redis', 'redis+cluster'))).toContain('it has no time');
  await node.stop();
});

test('a server that loads its data, for which ioredis waits without a word, is told as such', async () => {
  const node = await FakeRedis.start(([name]) =>
    name === 'INFO' ? bulk('loading:1\r\nloading_eta_seconds:1') : undefined,
  );
  expect(await told(node.url)).toMatch(/no answer within 5000 ms: LOADING its data.*still loads its data: wait/);
  await node.stop();
}, 15_000);
