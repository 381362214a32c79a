import { createRequire } from 'node:module';
import { hostname } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Facts of this process that every step record carries, so that `inspect` can tell a healthy worker from a choked one. */
export interface Vitals {
  readonly worker: string;
  /** Versions of this package and of Node. */
  readonly product: string;
  readonly node: string;
  /** Longest and 99.9th percentile delay of the main thread's event loop since start, sampled every 10 ms. */
  readonly loopMaxMs: number;
  readonly loopP999Ms: number;
  /** Peak resident memory of the process. */
  readonly peakRssMb: number;
}

const SAMPLE_MS = 10;

/** By the name of the package: it lies at another depth when it is built. */
const { version: product } = createRequire(__filename)('pipeline-worker/package.json') as { version: string };

/** Starts measuring. `stop` ends it. */
export function startVitals(): { read: () => Vitals; stop: () => void } {
  const delay = monitorEventLoopDelay({ resolution: SAMPLE_MS });
  delay.enable();
  const ms = (nanoseconds: number): number => Math.max(0, Math.round(nanoseconds / 1e6 - SAMPLE_MS));
  return {
    read: () => ({
      worker: `${process.pid}@${hostname()}`,
      product,
      node: process.versions.node,
      loopMaxMs: ms(delay.max),
      loopP999Ms: ms(delay.percentile(99.9)),
      peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
    }),
    stop: () => delay.disable(),
  };
}
