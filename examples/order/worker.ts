/** The worker process: `npm run worker`. SHOP_URL is where the shop answers; REDIS_URL, TEMPORAL_* and PIPELINE_* as everywhere. */
import { createWorker } from 'pipeline-worker/worker';
import { shopSteps } from './steps';

async function main(): Promise<void> {
  const worker = await createWorker({
    pipelines: require.resolve('./pipelines'),
    steps: [shopSteps],
    deps: { http: { baseUrl: process.env['SHOP_URL'] ?? 'http://127.0.0.1:8080' } },
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => worker.shutdown());
  await worker.run();
}

void main();
