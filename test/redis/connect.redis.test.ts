import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { openStore, RedisUnreachable } from '../../redis';
import { useRedis } from '../support/redis';
import { acquire, beginRequest, commitRequest, newRun } from './requests';

const redis = useRedis();

/** A TCP server that does with each connection what the test says. */
async function listen(onConnection: (socket: Socket) => void): Promise<{ server: Server; url: string }> {
  const server = createServer(onConnection);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { server, url: `redis://user:secret@127.0.0.1:${port}` };
}

/** Repeats an unknown call; while disconnected it fails at once, so the event loop needs its turn to reconnect. */
async function answered<Reply extends { word: string }>(call: () => Promise<Reply>): Promise<Reply> {
  for (;;) {
    const reply = await call();
    if (reply.word !== 'unknown') return reply;
    await setImmediate();
  }
}

test('an address where nobody listens is named without the password, with a remedy', async () => {
  const { server, url } = await listen(() => undefined);
  await new Promise((resolve) => server.close(resolve));
  const error: unknown = await openStore({ url, namespace: 'test' }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(RedisUnreachable);
  expect(String(error)).toMatch(/redis:\/\/user@127\.0\.0\.1:\d+.*ECONNREFUSED.*Check that the server runs/);
  expect(String(error)).not.toContain('secret');
});

test('a server that accepts and says nothing is unreachable within bounds', async () => {
  const sockets: Socket[] = [];
  const { server, url } = await listen((socket) => sockets.push(socket));
  await expect(openStore({ url, namespace: 'test' })).rejects.toThrow(RedisUnreachable);
  for (const socket of sockets) socket.destroy();
  server.close();
}, 15_000);

test('a wrong password is told as such', async () => {
  const url = redis.url.replace('redis://', 'redis://nobody:wrong@');
  await expect(openStore({ url, namespace: 'test' })).rejects.toThrow(/WRONGPASS/);
});

test('a frozen server makes lock commands unknown, and the same begin afterwards is answered with one token', async () => {
  const store = await redis.open({ commandTimeoutMs: 50 });
  const run = newRun(store);
  await run.begin(beginRequest({ hash: 'warm' }));
  await redis.raw.call('CLIENT', 'PAUSE', '400', 'ALL');
  expect(await run.begin(beginRequest())).toMatchObject({
    word: 'unknown',
    cause: { message: expect.stringContaining('timed out') },
  });
  const reply = await answered(() => run.begin(beginRequest()));
  expect(reply).toMatchObject({ word: 'acquired', deaths: 0 });
});

test('after SCRIPT FLUSH and after a killed connection the scripts still work', async () => {
  const run = newRun(redis.store);
  const lock = await acquire(run);
  await redis.raw.script('FLUSH');
  expect(await run.renew([{ ...lock, leaseMs: 5000 }])).toMatchObject([{ word: 'held' }]);
  await redis.raw.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
  const reply = await answered(() => run.commit(commitRequest(lock)));
  expect(reply).toMatchObject({ word: 'committed' });
});

test('after close every command says that the connection is gone', async () => {
  const store = await redis.open();
  await store.close();
  await expect(store.ping()).rejects.toThrow(RedisUnreachable);
  expect(await newRun(store).begin(beginRequest())).toMatchObject({ word: 'unknown' });
});
