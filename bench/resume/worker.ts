/** A worker process of the bench. With a number it ends itself in that workflow task: done, and not yet reported. */
import { native } from '@temporalio/core-bridge';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { createWorker, readConfig } from '../../worker';
import { Journal } from './journal';
import { resumeSteps } from './steps';

const [, , file = '', workflows = '', dieInTask = '0'] = process.argv;
const journal = new Journal(file);

function dieIn(task: number): void {
  const bridge = native as unknown as Record<string, (worker: unknown, bytes: Buffer) => Promise<void>>;
  const complete = bridge['workerCompleteWorkflowActivation'];
  if (!complete) throw new Error('the SDK no longer completes workflow tasks where this bench looks');
  let seen = 0;
  bridge['workerCompleteWorkflowActivation'] = (worker, bytes) => {
    seen += 1;
    if (seen === task) {
      journal.note({ died: true });
      process.kill(process.pid, 'SIGKILL');
    }
    return complete(worker, bytes);
  };
}

async function main(): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  if (Number(dieInTask) > 0) dieIn(Number(dieInTask));
  const worker = await createWorker({
    workflowBundle: { codePath: workflows },
    stepSets: [resumeSteps],
    deps: { noted: () => journal.note() },
    config: readConfig(),
  });
  await worker.run();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
