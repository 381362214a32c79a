/** Many workers in one process, run from the build: each as `createWorker` makes it, with few pollers and tasks. */
import { appendFileSync } from 'node:fs';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { outputsOf, reportSteps, sourcesOf } from '../../../activities/report';
import { builtinAnalyser } from '../../../activities/report/builtin';
import { createWorker, readConfig } from '../../../worker';
import { crowdSteps } from './steps';

/** Workers that start at a time. */
const AT_ONCE = 2;

/**
 * Of each worker: as few pollers as Temporal takes, and few workflow tasks at a time. A task may take 2 s, and all workers of a machine
 * share its cores: 40 workers with 40 tasks each held more than two cores do in that, did them again, and got nowhere.
 */
const FEW = {
  maxConcurrentWorkflowTaskPolls: 2,
  maxConcurrentActivityTaskPolls: 1,
  maxConcurrentWorkflowTaskExecutions: 2,
  maxCachedWorkflows: 50,
  /** Workflows then have no isolate of their worker's own, but the one of their process (`debugMode` is Temporal's name for it). */
  debugMode: process.env['TEST_ISOLATES'] === 'shared',
};

const env = (name: string): string => process.env[name] ?? '';

async function main(): Promise<void> {
  // Whoever started it is dead.
  process.once('disconnect', () => process.exit());
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const pay = (what: string): void => appendFileSync(env('TEST_JOURNAL'), `${JSON.stringify(what)}\n`);
  // One for all workers here, with as few threads as it can do with.
  const builtin = builtinAnalyser({ embedThreads: 1, textThreads: 1 });
  const analyser: typeof builtin = {
    ...builtin,
    claims(comment, ...rest) {
      pay(`claims of ${comment.id}`);
      return builtin.claims(comment, ...rest);
    },
  };
  const running: Promise<void>[] = [];
  const one = async (): Promise<void> => {
    const worker = await createWorker({
      pipelines: require.resolve('./pipelines'),
      workflowBundle: { codePath: env('TEST_BUNDLE') },
      steps: [crowdSteps, reportSteps],
      deps: (store) => ({
        pay,
        analysers: { builtin: analyser },
        sources: sourcesOf(store, undefined),
        outputs: outputsOf(undefined),
      }),
      config: readConfig(),
      worker: FEW,
    });
    running.push(worker.run());
  };
  for (let left = Number(env('TEST_WORKERS')); left > 0; left -= AT_ONCE) {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, left) }, one));
  }
  tell(process.memoryUsage.rss());
  await Promise.all(running);
  await builtin.close();
  process.removeAllListeners('disconnect').disconnect();
  tell(1024 * process.resourceUsage().maxRSS);
}

/** A line for whoever started this: when all workers are there, and what it took at most when they have ended. */
const tell = (bytes: number): void => void process.stdout.write(`${Math.round(bytes / 1_048_576)} MB\n`);

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
