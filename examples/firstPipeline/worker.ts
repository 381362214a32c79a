/** The worker process. Reads TEMPORAL_*, REDIS_URL and PIPELINE_* from the environment. */
import { fileSink } from 'pipeline-worker/activities';
import { createWorker } from 'pipeline-worker/worker';
import { firstSteps } from './steps';

async function main(): Promise<void> {
  const worker = await createWorker({
    pipelines: require.resolve('./pipelines'),
    steps: [firstSteps],
    deps: { files: fileSink(process.env['OUT_DIR'] ?? 'out') },
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => worker.shutdown());
  await worker.run();
}

void main();
