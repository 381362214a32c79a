import { openRun, proxySteps } from '../../workflows/kit';
import type { resumeSteps } from './steps';

const { list, item, small } = proxySteps<typeof resumeSteps>('resume', { heartbeatTimeout: '1500ms' });

interface Job {
  readonly run: string;
  readonly count: number;
}

/** Many items in one activity: who is killed at work is killed in it, and nobody else has anything to do. */
export function itemsPipeline(job: Job): Promise<unknown> {
  return openRun(job, async (run) => item.with({ shardSize: run.job.count }).map(await list(run.job), {}));
}

/** One small step after another: each ends a workflow task. */
export function tasksPipeline(job: Job): Promise<void> {
  return openRun(job, async ({ job: { run, count } }) => {
    for (let n = 0; n < count; n += 1) await small({ run, n });
  });
}
