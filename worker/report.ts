import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { reportSteps, sourcesOf } from '../activities/report';
import { builtinAnalyser } from '../activities/report/builtin';
import { BUNDLE } from './bundle';
import { readConfig } from './config';
import type { WorkerConfig } from './config';
import { createWorker } from './createWorker';
import type { PipelineWorker, WorkflowSource } from './createWorker';

/** The worker of this package: the report pipeline with the built-in analyser. Rejects as `createWorker` does. */
export async function createReportWorker(config: WorkerConfig = readConfig()): Promise<PipelineWorker> {
  const analyser = builtinAnalyser();
  try {
    const worker = await createWorker({
      ...workflows(),
      stepSets: [reportSteps],
      deps: (store) => ({ analyser, sources: sourcesOf((runId) => store.run(runId), config.inputDir) }),
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

/** The prebuilt bundle; from sources (tests) the workflows themselves, bundled at start. */
function workflows(): WorkflowSource {
  const codePath = join(__dirname, BUNDLE);
  return existsSync(codePath) ? { workflowBundle: { codePath } } : { workflowsPath: require.resolve('../workflows') };
}
