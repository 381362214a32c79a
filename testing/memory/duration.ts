import { durationMs } from '../../workflows/kit/duration';

/** Milliseconds of a duration as Temporal's options have them; `fallback` where none is given. */
export const msOf = (duration: string | number | undefined, fallback: number): number =>
  duration === undefined ? fallback : durationMs(duration as Parameters<typeof durationMs>[0]);
