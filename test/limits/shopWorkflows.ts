import { openRun, steps } from '../../workflows/kit';
import type { shopSteps } from './shopSteps';

const { list, pay, payKept, bill } = steps<typeof shopSteps>('shop', { heartbeatTimeout: '2s' });

/** @returns how many items were paid for. */
export function shopPipeline(input: { count: number }): Promise<number> {
  return openRun(input, async (run) => {
    const items = await list({ run: run.id, count: run.input.count });
    return bill({ items: await pay.map(items, {}, { shardSize: 10 }) });
  });
}

/** The same, with payments that are kept. */
export function keptShopPipeline(input: { count: number }): Promise<number> {
  return openRun(input, async (run) => {
    const items = await list({ run: run.id, count: run.input.count });
    return bill({ items: await payKept.map(items, {}, { shardSize: 10 }) });
  });
}
