import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { outputsOf, reportSteps, sourcesOf } from '../activities/report';
import { builtinAnalyser } from '../activities/report/builtin';
import { readConfig } from './config';
import type { WorkerConfig } from './config';
import { createWorker } from './createWorker';
import type { CreateWorkerOptions, PipelineWorker } from './createWorker';
import { BUNDLE } from './reportBundle';

/** The worker of this package: the report pipeline with the built-in analyser. Rejects as `createWorker` does. */
export async function createReportWorker(config: WorkerConfig = readConfig()): Promise<PipelineWorker> {
  const analyser = builtinAnalyser();
  try {
    await analyser.ready();
    const worker = await createWorker({
      ...pipelines(),
      steps: [reportSteps],
      deps: (store) => ({
        analyser,
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
          await analyser.close();
        }
      },
    };
  } catch (error) {
    await analyser.close();
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
