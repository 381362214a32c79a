/** Pipelines that wait: for people, and for signals of their own. */
import { condition, defineQuery, defineSignal, defineUpdate, setHandler } from '@temporalio/workflow';
import { z } from 'zod';
import { definePipeline, openRun, steps } from '../../../workflows/kit';
import type { sumSteps } from '../steps';

const { gap, note } = steps<typeof sumSteps>('sum', { heartbeatTimeout: '10s', maximumFailures: 2 });

const Approval = z.object({ ok: z.boolean(), by: z.string().min(1) });

/** Asks a person, and reminds somebody each day. */
export function approvalPipeline(input: object): Promise<unknown> {
  return openRun(input, async (run) => {
    const answer = await run.waitFor('approval', Approval, {
      timeout: '90 days',
      onTimeout: { ok: false },
      remind: { every: '1 day', run: () => note({ text: 'please approve' }) },
    });
    await gap({});
    return answer;
  });
}

export const parcel = defineSignal<[string]>('parcel');
export const rename = defineUpdate<string, [string]>('rename');
export const parcels = defineQuery<readonly string[]>('parcels');

/** Waits for three parcels; who asks is told of those that came. */
export const parcelsPipeline = definePipeline(
  'parcelsPipeline',
  {
    input: z.object({}),
    setup() {
      const told = { came: [] as string[], name: 'nobody' };
      setHandler(parcel, (id) => void told.came.push(id));
      setHandler(parcels, () => told.came);
      setHandler(rename, (to) => {
        const before = told.name;
        told.name = to;
        return before;
      });
      return told;
    },
  },
  async (_run, _steps, told) => {
    await gap({});
    await condition(() => told.came.length === 3);
    return told;
  },
);
