/** The built worker as an orchestrator sees it: probes, metrics, SIGTERM. */
import { freePorts } from '../../testing/servers/ports';
import { envOf, launch, runs } from '../cli/command';
import { until } from '../kit/driver';
import { usePipelines } from '../support/pipeline';

const pipelines = usePipelines(require.resolve('../kit/workflows'));

const statusOf = (url: string): Promise<number> =>
  fetch(url).then(
    ({ status }) => status,
    () => 0,
  );

test('a worker process serves probes and metrics on ports of its own, and ends well on SIGTERM', async () => {
  const [health = 0, metrics = 0] = await freePorts(2);
  const env = { ...envOf(pipelines), PIPELINE_HEALTH_PORT: String(health), PIPELINE_METRICS_PORT: String(metrics) };
  const { child, ended } = launch(['worker'], env);
  await until(
    () => statusOf(`http://127.0.0.1:${health}/readyz`),
    (status) => status === 200,
  );
  const text = await (await fetch(`http://127.0.0.1:${metrics}/metrics`)).text();
  expect(text).toMatch(/^temporal_worker_task_slots_available\{/m);
  // Another command of the same environment does not want the ports.
  expect(await runs(['list'], env)).toMatchObject({ code: 0 });
  child.kill('SIGTERM');
  expect(await ended).toMatchObject({ code: 0 });
  expect(await statusOf(`http://127.0.0.1:${health}/livez`)).toBe(0);
}, 60_000);

test('a worker whose port for metrics is no port says so and does not start', async () => {
  const { code, err } = await runs(['worker'], { ...envOf(pipelines), PIPELINE_METRICS_PORT: 'ninety' });
  expect(code).toBe(2);
  expect(err).toContain('PIPELINE_METRICS_PORT');
});
