import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { outputsOf, reportSteps, sourcesOf } from '../activities/report';
import { openAnalysers } from '../activities/report/openAnalysers';
import { readConfig } from './config';
import type { WorkerConfig } from './config';
import { createWorker } from './createWorker';
import type { CreateWorkerOptions, PipelineWorker } from './createWorker';
import { BUNDLE } from './reportBundle';

/** The worker of this package: the report pipeline with the analysers of `activities/report/analysers.ts`. Rejects as `createWorker` does. */
export async function createReportWorker(config: WorkerConfig = readConfig()): Promise<PipelineWorker> {
  const analysers = openAnalysers();
  const closing = () => Promise.all(Object.values(analysers).map((one) => one.close()));
  try {
    await Promise.all(Object.values(analysers).map((one) => one.ready()));
    const worker = await createWorker({
      ...pipelines(),
      steps: [reportSteps],
      deps: (store) => ({
        analysers,
        sources: sourcesOf(store, config.inputDir),
        outputs: outputsOf(config.outputDir),
      }),
      config,
    });
    return {
      ...worker,
      async run() {
        try {
          await worker.run();
        } finally {
          await closing();
        }
      },
    };
  } catch (error) {
    await closing();
    throw error;
  }
}

/** With the prebuilt bundle; from sources (tests) there is none, and they are bundled at start. */
function pipelines(): Pick<CreateWorkerOptions<never>, 'pipelines' | 'workflowBundle'> {
  const codePath = join(__dirname, BUNDLE);
  return {
    pipelines: require.resolve('../workflows'),
    ...(existsSync(codePath) && { workflowBundle: { codePath } }),
  };
}
