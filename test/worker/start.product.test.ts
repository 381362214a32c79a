/** A worker process that cannot start says why and ends; one that is told to end does, at whatever moment of its start. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { envOf, launch, runs } from '../cli/command';
import { until } from '../kit/driver';
import { Proxy } from '../histories/proxy';
import { usePipelines } from '../support/pipeline';

const pipelines = usePipelines(require.resolve('../kit/workflows'));

/** Exits by itself: the test's time limit ends a wait in vain. */
async function endOf(env: NodeJS.ProcessEnv): Promise<{ code: number | null; err: string; ms: number }> {
  const startedAt = performance.now();
  const { code, err } = await runs(['worker'], env);
  return { code, err, ms: performance.now() - startedAt };
}

test('a worker without its namespace exits with 5 and says how to make it', async () => {
  const { code, err, ms } = await endOf({ ...envOf(pipelines), TEMPORAL_NAMESPACE: 'nowhere' });
  expect(err).toContain('has no namespace nowhere');
  expect(err).toContain('temporal operator namespace create --namespace nowhere');
  expect(code).toBe(5);
  expect(ms).toBeLessThan(20_000);
});

test('a worker whose Redis user may run no scripts exits with 5, and doctor finds the same', async () => {
  const user = ['odd-worker', 'on', '>secret', '~*', '&*', '+@all', '-@scripting'];
  await pipelines.redis.raw.call('ACL', 'SETUSER', ...user);
  const env = { ...envOf(pipelines), REDIS_URL: pipelines.redis.url.replace('redis://', 'redis://odd-worker:secret@') };
  try {
    const { code, err } = await endOf(env);
    expect(err).toMatch(/NOPERM.*eval.*This user lacks a right/);
    expect(code).toBe(5);
    const found = await runs(['doctor'], env);
    expect(found.out).toMatch(/✗ redis +.*NOPERM.*This user lacks a right.*No worker starts on it/);
    expect(found.code).toBe(1);
  } finally {
    await pipelines.redis.raw.call('ACL', 'DELUSER', 'odd-worker');
  }
});

test('doctor has tried on a Redis that can be used what workers do', async () => {
  expect((await runs(['doctor'], envOf(pipelines))).out).toMatch(/✓ redis +locks, state and messages work/);
});

test.each(['REDIS_URL', 'TEMPORAL_ADDRESS'])(
  'SIGTERM ends a worker at once that waits for a silent server (%s)',
  async (variable) => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket.on('error', () => undefined)));
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const address = variable === 'REDIS_URL' ? `redis://127.0.0.1:${port}` : `127.0.0.1:${port}`;
    try {
      const { child, ended } = launch(['worker'], { ...envOf(pipelines), [variable]: address });
      await until(
        () => sockets.length,
        (count) => count > 0,
      );
      const toldAt = performance.now();
      child.kill('SIGTERM');
      expect(await ended).toMatchObject({ code: 0 });
      expect(performance.now() - toldAt).toBeLessThan(4000);
    } finally {
      for (const socket of sockets) socket.destroy();
      silent.close();
    }
  },
);

test('the log of a worker says once when Redis goes away, and once when it is back', async () => {
  const proxy = await Proxy.inFrontOf(pipelines.redis.url);
  const { child, ended } = launch(['worker'], { ...envOf(pipelines), REDIS_URL: proxy.url });
  let err = '';
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const said = (words: string): number => err.split(words).length - 1;
  try {
    await until(() => said('worker polls'), Boolean);
    proxy.set('reset');
    await until(() => said('is away'), Boolean);
    proxy.set('pass');
    await until(() => said('is back after'), Boolean);
    expect([said('is away'), said('is back after')]).toEqual([1, 1]);
  } finally {
    child.kill('SIGTERM');
    await ended;
    await proxy.close();
  }
});
