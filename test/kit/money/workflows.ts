import { openRun, steps } from '../../../workflows/kit';
import type { StartOptions, StepOptions } from '../../../workflows/kit';
import type { shopSteps } from './steps';

const shop = steps<ReturnType<typeof shopSteps>>('shop', { maximumFailures: 3 });

export type Way = 'plain' | 'cached' | 'once' | 'plainAgain' | 'cachedAgain' | 'onceAgain' | 'named';

export interface Shopping {
  readonly way: Way;
  readonly ids: readonly string[];
  /** How long each call takes, in the order of `ids`. */
  readonly ms?: readonly number[];
  readonly prompt?: string;
  readonly options?: StepOptions;
}

/** One map after the other. @returns what became of each item. */
export function shopping(input: { maps: readonly Shopping[] }, start?: StartOptions): Promise<string[][]> {
  return openRun(
    input,
    async (run) => {
      const told: string[][] = [];
      for (const { way, ids, ms, prompt = '', options = {} } of run.input.maps) {
        const things = await shop.list({ things: ids.map((id, i) => ({ id, ms: ms?.[i] ?? 0 })) });
        told.push(await shop.tell({ sold: await shop[way].map(things, { prompt }, options) }));
      }
      return told;
    },
    start,
  );
}

/** A plain step that pays twice. */
export function paying(
  input: { how: 'same' | 'other' | 'nested' | 'nothing' },
  start?: StartOptions,
): Promise<unknown> {
  return openRun(input, (run) => shop.two({ how: run.input.how }), start);
}
