import { openRun, steps } from '../../workflows/kit';
import type { resumeSteps } from './steps';

const { list, item, small } = steps<typeof resumeSteps>('resume', { heartbeatTimeout: '1500ms' });

interface Input {
  readonly run: string;
  readonly count: number;
}

/** Many items in one activity: who is killed at work is killed in it, and nobody else has anything to do. */
export function itemsPipeline(input: Input): Promise<unknown> {
  return openRun(input, async (run) => item.map(await list(run.input), {}, { shardSize: run.input.count }));
}

/** One small step after another: each ends a workflow task. */
export function tasksPipeline(input: Input): Promise<void> {
  return openRun(input, async ({ input: { run, count } }) => {
    for (let n = 0; n < count; n += 1) await small({ run, n });
  });
}
