import { openRun, proxySteps } from '../../workflows/kit';
import type { resumeSteps } from './steps';

const { list, item, small } = proxySteps<typeof resumeSteps>('resume', { heartbeatTimeout: '2s' });

/** Many items: whoever is killed is killed in an activity. */
export function itemsPipeline(job: { count: number }): Promise<unknown> {
  return openRun(job, async (run) => item.map(await list({ count: run.job.count }), {}));
}

/** One small step after another: each ends a workflow task. */
export function tasksPipeline(job: { count: number }): Promise<void> {
  return openRun(job, async (run) => {
    for (let n = 0; n < run.job.count; n += 1) await small({ n });
  });
}
