import { sumSteps } from '../kit/steps';
import type { World } from '../kit/world';
import { KERNEL } from '../../workflows/kit/version';
import { createWorker } from '../../worker';
import { bundleOf } from './bundle';
import type { TestPipelines } from './pipeline';

type During = (world: World, work: () => Promise<void>) => Promise<void>;

/** Gives the tests of a file workers whose kernel has the next version, beside or in place of those of `pipelines`. */
export function useNextKernel(pipelines: TestPipelines, workflowsPath: string): During {
  let next: string;
  beforeAll(async () => {
    const { code } = await bundleOf(workflowsPath);
    next = code.replace(`KERNEL = ${KERNEL};`, `KERNEL = ${KERNEL + 1};`);
    if (next === code) throw new Error('the bundle does not say which kernel it has');
  });
  return async (world, work) => {
    const config = pipelines.config();
    const worker = await createWorker({
      pipelines: workflowsPath,
      workflowBundle: { code: next },
      steps: [sumSteps],
      deps: { world },
      config,
    });
    const done = worker.run();
    try {
      await work();
    } finally {
      worker.shutdown();
      await done;
    }
  };
}
