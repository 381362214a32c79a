/** A worker in a process of its own, run from the build. It has no handler for SIGTERM: the SDK's own one has to do. */
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { createWorker, readConfig } from '../../../worker';
import { payingSteps } from './steps';

async function main(): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const worker = await createWorker({
    pipelines: require.resolve('./workflows'),
    workflowBundle: { codePath: process.env['TEST_BUNDLE'] ?? '' },
    steps: [payingSteps],
    deps: { books: process.env['TEST_BOOKS'] ?? '' },
    config: readConfig(),
  });
  const running = worker.run();
  process.stdout.write('ready\n');
  await running;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
