/** A worker in a process of its own that is killed or stopped at a point. Started from its source by `victims.ts`. */
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { createWorker } from '../../worker';
import { sumSteps } from '../kit/steps';
import { Journal, JournalingWorld } from './journal';
import { reachFor, watchRedis, watchTemporal } from './points';
import type { Orders } from './victims';

async function main({ file, pipelines, workflows, config, point, failing }: Orders): Promise<void> {
  const journal = new Journal(file);
  const reach = reachFor(point, journal);
  watchRedis(reach, journal);
  watchTemporal(reach);
  const world = new JournalingWorld(journal, reach);
  if (failing !== undefined) world.failing(failing, 1);
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  const worker = await createWorker({
    pipelines,
    workflowBundle: { codePath: workflows },
    steps: [sumSteps],
    deps: { world },
    config,
  });
  process.once('SIGTERM', () => worker.shutdown());
  await worker.run();
}

main(JSON.parse(process.argv[2] ?? '') as Orders).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
