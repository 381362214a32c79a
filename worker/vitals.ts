import { createRequire } from 'node:module';
import { hostname } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { WorkerFacts } from '../redis';

const SAMPLE_MS = 10;

/** By the name of the package: it lies at another depth when it is built. */
const { version: product } = createRequire(__filename)('pipeline-worker/package.json') as { version: string };

/** Starts measuring what every step record carries. `stop` ends it. */
export function startVitals(): { read: () => WorkerFacts; stop: () => void } {
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
