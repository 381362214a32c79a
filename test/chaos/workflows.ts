import { openRun, steps } from '../../workflows/kit';
import type { StartOptions } from '../../workflows/kit';
import type { chaosSteps } from './steps';

/** Of every step: the lease is 0.7 of it. */
const heartbeatTimeout = '3s';
const { list, payPlain, payCached, payOnce, bill, long, fatal } = steps<typeof chaosSteps>('chaos', {
  heartbeatTimeout,
});

export type Way = 'plain' | 'cached' | 'once';

export interface Shopping {
  readonly way: Way;
  readonly count: number;
  readonly longestMs: number;
  readonly shardSize: number;
  /** Places of the items that kill their worker. */
  readonly poison: readonly number[];
}

const ways = { plain: payPlain, cached: payCached, once: payOnce };
const BILL_MS = 800;

/** Pays for each item, then sends the bill. */
export function shoppingPipeline(input: Shopping, start?: StartOptions): Promise<{ ok: number; failed: number }> {
  return openRun(
    input,
    async (run) => {
      const { way, count, longestMs, shardSize, poison } = run.input;
      const items = await list({ run: run.id, count, longestMs, poison: [...poison] });
      const outcomes = await ways[way].map(items, {}, { shardSize });
      return bill({ items: outcomes, takesMs: BILL_MS });
    },
    start,
  );
}

export interface Waiting {
  readonly takesMs: number;
  /** The shorter, the sooner its lease is lost while Redis is away. */
  readonly heartbeatTimeout: '1500ms' | '3s';
}

/** One healthy step that takes long. */
export function longPipeline(input: Waiting, start?: StartOptions): Promise<string> {
  return openRun(
    input,
    (run) => long({ takesMs: run.input.takesMs }, { heartbeatTimeout: run.input.heartbeatTimeout }),
    start,
  );
}

/** One step that kills its worker each time. */
export function fatalPipeline(input: object, start?: StartOptions): Promise<string> {
  return openRun(input, () => fatal({}), start);
}
