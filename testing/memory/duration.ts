import { msToNumber } from '@temporalio/common/lib/time';

/** Milliseconds of a duration as Temporal's options have them; `fallback` where none is given. */
export const msOf = (duration: string | number | undefined, fallback: number): number =>
  duration === undefined ? fallback : msToNumber(duration as Parameters<typeof msToNumber>[0]);
