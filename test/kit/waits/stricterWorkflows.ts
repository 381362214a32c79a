/** The next release of the pipelines beside: its schema takes other answers. */
import { z } from 'zod';
import { openRun, steps } from '../../../workflows/kit';
import type { sumSteps } from '../steps';

const { gap, note } = steps<typeof sumSteps>('sum', { heartbeatTimeout: '10s', maximumFailures: 2 });

const Approval = z.object({ signature: z.string(), on: z.string() });

export function approvalPipeline(input: object): Promise<unknown> {
  return openRun(input, async (run) => {
    const answer = await run.waitFor('approval', Approval, {
      timeout: '30 days',
      onTimeout: { ok: false },
      remind: { every: '1 day', run: () => note({ text: 'please sign' }) },
    });
    await gap({});
    return answer;
  });
}
