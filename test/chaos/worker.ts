/** A worker in a process of its own, run from the build. It has no handler for SIGTERM: the SDK's own one has to do. */
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { createWorker, readConfig } from '../../worker';
import { chaosSteps } from './steps';

async function main(): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const worker = await createWorker({
    workflowBundle: { codePath: process.env['TEST_BUNDLE'] ?? '' },
    stepSets: [chaosSteps],
    deps: { outside: process.env['TEST_OUTSIDE'] ?? '' },
    config: readConfig(),
  });
  const running = worker.run();
  process.stdout.write('ready\n');
  await running;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
