/** The endpoint for probes of a real worker. */
import { setTimeout as pause } from 'node:timers/promises';
import { Proxy } from '../histories/proxy';
import { until } from '../kit/driver';
import { sumSteps } from '../kit/steps';
import { World } from '../kit/world';
import { usePipelines } from '../support/pipeline';

const pipelines = usePipelines(require.resolve('../kit/workflows'));

async function readiness(port: number): Promise<{ status: number; text: string }> {
  const response = await fetch(`http://127.0.0.1:${port}/readyz`);
  return { status: response.status, text: await response.text() };
}

test('a worker is ready while it polls; with Redis away it is not, and is again when Redis is back', async () => {
  const { healthPort = 0 } = await pipelines.worker([sumSteps], { world: new World() }, { healthPort: 0 });
  const ready = { status: 200, text: 'worker: ok\ntemporal: ok\nredis: ok\n' };
  expect(
    await until(
      () => readiness(healthPort),
      ({ status }) => status === 200,
    ),
  ).toEqual(ready);
  await pipelines.redis.raw.call('CLIENT', 'PAUSE', '2000', 'ALL');
  const away = await until(
    () => readiness(healthPort),
    ({ status }) => status === 503,
  );
  expect(away.text).toMatch(/redis: (RedisUnreachable|no answer in time)\n/);
  expect((await fetch(`http://127.0.0.1:${healthPort}/livez`)).status).toBe(200);
  expect(
    await until(
      () => readiness(healthPort),
      ({ status }) => status === 200,
    ),
  ).toEqual(ready);
});

test.each(['reset', 'black hole'] as const)('a worker that cannot reach Temporal is not ready: %s', async (fault) => {
  const way = await Proxy.inFrontOf(`tcp://${pipelines.address}`);
  const temporal = { connectionOptions: { address: new URL(way.url).host } };
  const settings = { healthPort: 0, temporal };
  const { healthPort = 0, stop } = await pipelines.worker([sumSteps], { world: new World() }, settings);
  const turned = (to: number) =>
    until(
      () => readiness(healthPort),
      ({ status }) => status === to,
    );
  await turned(200);
  way.set(fault);
  expect((await turned(503)).text).toMatch(/^temporal: (?!ok)/m);
  way.set('pass');
  await turned(200);
  await stop();
  await way.close();
});

test('a worker that shuts down is not ready but alive until its steps have ended; then nobody answers', async () => {
  let started = false;
  const world = new World().on('list', async (signal) => {
    started = true;
    await pause(60_000, undefined, { signal });
  });
  const settings = { healthPort: 0, shutdownGraceMs: 3000 };
  const { healthPort = 0, stop } = await pipelines.worker([sumSteps], { world }, settings);
  const run = await pipelines.start('sumPipeline', { count: 2 });
  await until(
    () => started,
    (yes) => yes,
  );
  const stopped = stop();
  const { text } = await until(
    () => readiness(healthPort),
    ({ status }) => status === 503,
  );
  expect(text).toContain('worker: not polling');
  expect((await fetch(`http://127.0.0.1:${healthPort}/livez`)).status).toBe(200);
  await stopped;
  await expect(readiness(healthPort)).rejects.toThrow('fetch failed');
  await run.terminate();
});

test('a worker whose right to run scripts was taken away answers PING, and is not ready', async () => {
  const { raw, url } = pipelines.redis;
  await raw.call('ACL', 'SETUSER', 'readiness', 'on', '>secret', '~*', '&*', '+@all');
  const redisUrl = url.replace('redis://', 'redis://readiness:secret@');
  const { healthPort = 0 } = await pipelines.worker([sumSteps], { world: new World() }, { healthPort: 0, redisUrl });
  const turned = (to: number) =>
    until(
      () => readiness(healthPort),
      ({ status }) => status === to,
    );
  await turned(200);
  await raw.call('ACL', 'SETUSER', 'readiness', '-evalsha');
  expect((await turned(503)).text).toContain('redis: RedisRefused\n');
  await raw.call('ACL', 'SETUSER', 'readiness', '+evalsha');
  await turned(200);
});
