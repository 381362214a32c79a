import { hostname } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Facts of this process that every step record carries, so that `inspect` can tell a healthy worker from a choked one. */
export interface Vitals {
  readonly worker: string;
  /** Longest and 99.9th percentile delay of the main thread's event loop since start, sampled every 10 ms. */
  readonly loopMaxMs: number;
  readonly loopP999Ms: number;
  /** Peak resident memory of the process. */
  readonly peakRssMb: number;
}

const SAMPLE_MS = 10;

/** Starts measuring. `stop` ends it. */
export function startVitals(): { read: () => Vitals; stop: () => void } {
  const delay = monitorEventLoopDelay({ resolution: SAMPLE_MS });
  delay.enable();
  const ms = (nanoseconds: number): number => Math.max(0, Math.round(nanoseconds / 1e6 - SAMPLE_MS));
  return {
    read: () => ({
      worker: `${process.pid}@${hostname()}`,
      loopMaxMs: ms(delay.max),
      loopP999Ms: ms(delay.percentile(99.9)),
      peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
    }),
    stop: () => delay.disable(),
  };
}
