/** Pipelines that wait: for people, and for signals of their own. */
import { condition, defineQuery, defineSignal, defineUpdate, setHandler } from '@temporalio/workflow';
import { z } from 'zod';
import { openRun, steps } from '../../../workflows/kit';
import type { OpenOptions } from '../../../workflows/kit';
import type { sumSteps } from '../steps';

const { gap, note } = steps<typeof sumSteps>('sum', { heartbeatTimeout: '2s', maximumFailures: 2 });

const Approval = z.object({ ok: z.boolean(), by: z.string().min(1) });

/** Asks a person, and reminds somebody each minute. */
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
export async function parcelsPipeline(input: object, start?: OpenOptions): Promise<unknown> {
  // Outside of the body, which may run again: what came stays here.
  const came: string[] = [];
  let name = 'nobody';
  setHandler(parcel, (id) => void came.push(id));
  setHandler(parcels, () => came);
  setHandler(rename, (to) => {
    const before = name;
    name = to;
    return before;
  });
  return openRun(
    input,
    async () => {
      await gap({});
      await condition(() => came.length === 3);
      return { name, came };
    },
    start,
  );
}
