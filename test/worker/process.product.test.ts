/** The built worker as an orchestrator sees it: probes, metrics, SIGTERM. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from '../../testing/servers/ports';
import { envOf, launch, runs } from '../cli/command';
import { pausedAt, until } from '../kit/driver';
import { usePipelines } from '../support/pipeline';

const pipelines = usePipelines(require.resolve('../kit/workflows'));

/** Those of the table in docs/operations.md. */
const page = readFileSync(join(__dirname, '..', '..', 'docs', 'operations.md'), 'utf8');
const namedMetrics = [...page.matchAll(/^\| `((?:pipeline|temporal)_\w+)` \|/gm)].map(([, name]) => name!);

const statusOf = (url: string): Promise<number> =>
  fetch(url).then(
    ({ status }) => status,
    () => 0,
  );

test('a worker process serves probes, and the metrics that docs/operations.md names, on ports of its own, and ends well on SIGTERM', async () => {
  const [health = 0, metrics = 0] = await freePorts(2);
  const env = { ...envOf(pipelines), PIPELINE_HEALTH_PORT: String(health), PIPELINE_METRICS_PORT: String(metrics) };
  const { child, ended } = launch(['worker'], env);
  await until(
    () => statusOf(`http://127.0.0.1:${health}/readyz`),
    (status) => status === 200,
  );
  const run = await pipelines.start('reportPipeline', { source: { blob: 'a'.repeat(64) } });
  await pausedAt(run, 'report.load');
  const text = await (await fetch(`http://127.0.0.1:${metrics}/metrics`)).text();
  const served = (name: string): boolean => new RegExp(`^${name}(_count)?\\{`, 'm').test(text);
  expect(namedMetrics.length).toBeGreaterThan(4);
  expect(namedMetrics.filter((name) => !served(name))).toEqual([]);
  await run.cancel();
  // Another command of the same environment does not want the ports.
  expect(await runs(['list'], env)).toMatchObject({ code: 0 });
  child.kill('SIGTERM');
  expect(await ended).toMatchObject({ code: 0 });
  expect(await statusOf(`http://127.0.0.1:${health}/livez`)).toBe(0);
});

test('a worker whose port for metrics is no port says so and does not start', async () => {
  const { code, err } = await runs(['worker'], { ...envOf(pipelines), PIPELINE_METRICS_PORT: 'ninety' });
  expect(code).toBe(2);
  expect(err).toContain('PIPELINE_METRICS_PORT');
});
