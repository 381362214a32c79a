/** What the Web UI shows of a run beside its history, and keeps showing when the run is started again. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { connect } from '../../client';
import { until } from '../kit/driver';
import { sumSteps } from '../kit/steps';
import { World } from '../kit/world';
import { usePipelines } from '../support/pipeline';
import type { plainPipeline } from './workflows';

const pipelines = usePipelines(require.resolve('./workflows'));

test('a run shows its title, who started it with which version, and how to look at it from a terminal; again when it is retried', async () => {
  const { temporal, redisUrl, prefix, taskQueue } = pipelines.config();
  const client = await connect({ temporal, redisUrl, prefix, taskQueue });
  await pipelines.worker([sumSteps], { world: new World() });
  const id = `shown-${randomUUID()}`;
  const about = { summary: 'Three *squares*', memo: { ordered: 'on Monday' } };
  const { handle } = await client.start<typeof plainPipeline>('plainPipeline', { count: 3 }, { id, ...about });
  await handle.result();
  const shown = async () => {
    const { memo, runId, staticSummary, staticDetails } = await pipelines.client.workflow.getHandle(id).describe();
    return { memo, runId, summary: await staticSummary(), details: await staticDetails() };
  };
  const first = await shown();
  const version = expect.stringMatching(/^\d+\.\d+\.\d+/) as string;
  const startedBy = expect.stringContaining(hostname()) as string;
  expect(first).toMatchObject({ summary: about.summary, memo: { ...about.memo, version, startedBy } });
  expect(first.details).toContain(`    pipeline-worker retry ${id}`);
  await handle.retry({});
  const second = await until(shown, ({ runId }) => runId !== first.runId);
  expect(second).toEqual({ ...first, runId: second.runId });
  await handle.result();
  await client.close();
});
