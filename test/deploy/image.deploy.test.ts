/** deploy/ as it is meant to be used: the image is built, the compose file is started, a run is worked on. */
import { randomUUID } from 'node:crypto';
import { freePorts } from '../../testing/servers/ports';
import { until } from '../kit/driver';
import { buildImage, composeFor, docker, image } from './docker';

let compose: (...args: string[]) => Promise<string>;
let uiPort = 0;
let workers: string[] = [];
let cleanUp = async (): Promise<unknown> => undefined;

const healthOf = (container: string): Promise<string> => docker('inspect', '-f', '{{.State.Health.Status}}', container);

beforeAll(async () => {
  await buildImage();
  const [temporalPort = 0, port = 0] = await freePorts(2);
  uiPort = port;
  const ports = { TEMPORAL_PORT: String(temporalPort), TEMPORAL_UI_PORT: String(uiPort) };
  compose = await composeFor(`pipeline-${randomUUID().slice(0, 8)}`, ports);
  cleanUp = async () => {
    await compose('down', '--volumes', '--timeout', '5');
    await docker('rmi', image);
  };
  await compose('up', '--detach', '--no-build');
  workers = (await compose('ps', '--quiet', 'worker')).split('\n');
}, 600_000);

afterAll(() => cleanUp(), 120_000);

/** The built command line, in the first worker's container. */
const cli = (...args: string[]): Promise<string> =>
  docker('exec', workers[0] ?? '', 'node', 'dist/cli/main.js', ...args);

test('the image is the worker and nothing else: no root, no shell around node, a prebuilt bundle, no development packages', async () => {
  const [config] = JSON.parse(await docker('inspect', image)) as [{ Config: Record<string, unknown>; Size: number }];
  expect(config.Config).toMatchObject({ User: '1000:1000', Entrypoint: ['node', 'dist/cli/main.js'], Cmd: ['worker'] });
  const unwanted = ['jest', 'typescript', 'oxlint', 'prettier', 'testcontainers', 'playwright-core', 'fast-check'];
  const program = `
    const { existsSync, readdirSync } = require('node:fs');
    console.log(JSON.stringify({
      bundle: existsSync('dist/worker/workflows.bundle.js'),
      unwanted: ${JSON.stringify(unwanted)}.filter((name) => existsSync('node_modules/' + name)),
      cores: readdirSync('node_modules/@temporalio/core-bridge/releases').length,
    }));`;
  const found = await docker('run', '--rm', '--entrypoint', 'node', image, '-e', program);
  expect(JSON.parse(found)).toEqual({ bundle: true, unwanted: [], cores: 1 });
  console.log(`image: ${Math.round(config.Size / 1e6)} MB with its base`);
});

test('compose starts Temporal with its Web UI, a Redis that keeps and does not evict, and two workers that get healthy', async () => {
  expect(workers).toHaveLength(2);
  await until(
    () => Promise.all(workers.map(healthOf)),
    (all) => all.every((health) => health === 'healthy'),
  );
  expect((await fetch(`http://127.0.0.1:${uiPort}/`)).status).toBe(200);
  // Exit code 1, and so a rejection, when something is wrong.
  const found = await cli('doctor');
  expect(found).toMatch(/✓ workers +2 on task queue/);
  expect(found).toMatch(/✓ redis .*noeviction, appendonly$/m);
}, 120_000);

test('a run goes on when one of the two workers is stopped; SIGTERM reaches the worker, which ends with 0', async () => {
  const rows = Array.from({ length: 150 }, (_, i) => `${i},"Buses on line ${i} should run until late in the evening."`);
  const input = JSON.stringify({ source: { text: ['id,comment', ...rows, ''].join('\n') } });
  await cli('start', 'reportPipeline', '--id', 'shipped', '--input', input);
  await docker('stop', workers[1] ?? '');
  expect(await docker('inspect', '-f', '{{.State.ExitCode}}', workers[1] ?? '')).toBe('0');
  const end = JSON.parse(await cli('result', 'shipped', '--json')) as { status: string };
  expect(end.status).toBe('ok');
}, 120_000);

test('without Redis a worker is not ready but alive, and gets ready again', async () => {
  const [worker = ''] = workers;
  const redis = await compose('ps', '--quiet', 'redis');
  const probe = (path: string): Promise<string> =>
    docker('exec', worker, 'node', '-p', `fetch('http://127.0.0.1:8080/${path}').then((r) => console.log(r.status))`);
  const status = async (path: string): Promise<string> => (await probe(path)).split('\n').at(-1) ?? '';
  await docker('pause', redis);
  await until(
    () => status('readyz'),
    (code) => code === '503',
  );
  expect(await status('livez')).toBe('200');
  await docker('unpause', redis);
  await until(
    () => status('readyz'),
    (code) => code === '200',
  );
}, 120_000);
