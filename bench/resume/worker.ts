/** A worker process of the bench. With a number it ends itself in that workflow task: done, and not yet reported. */
import { native } from '@temporalio/core-bridge';
import { coresdk } from '@temporalio/proto';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { createWorker, readConfig } from '../../worker';
import { Journal } from './journal';
import { resumeSteps } from './steps';

const [, , file = '', workflows = '', dieInTask = '0'] = process.argv;
const journal = new Journal(file);

type Bridge = Record<
  'workerPollWorkflowActivation' | 'workerCompleteWorkflowActivation',
  (worker: unknown, bytes: Buffer) => Promise<Buffer>
>;

/** Workflow tasks that only replay what is past, or only forget a run, do not count: in them nothing is lost. */
function dieIn(task: number): void {
  const bridge = native as unknown as Bridge;
  const { workerPollWorkflowActivation: poll, workerCompleteWorkflowActivation: complete } = bridge;
  let isNew = false;
  let seen = 0;
  bridge.workerPollWorkflowActivation = async (...args) => {
    const bytes = await poll(...args);
    const { isReplaying, jobs } = coresdk.workflow_activation.WorkflowActivation.decode(bytes);
    isNew = !isReplaying && jobs.some((input) => !input.removeFromCache);
    return bytes;
  };
  bridge.workerCompleteWorkflowActivation = (...args) => {
    if (isNew) seen += 1;
    if (seen === task) {
      journal.note({ died: true });
      process.kill(process.pid, 'SIGKILL');
    }
    return complete(...args);
  };
}

async function main(): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  if (Number(dieInTask) > 0) dieIn(Number(dieInTask));
  const worker = await createWorker({
    pipelines: require.resolve('./workflows'),
    workflowBundle: { codePath: workflows },
    steps: [resumeSteps],
    deps: { noted: (run: string) => journal.note({ run }) },
    config: readConfig(),
  });
  await worker.run();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
