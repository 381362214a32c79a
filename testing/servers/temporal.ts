import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { temporalCli } from './binaries';
import { cacheDir } from './cache';
import { claimFolder } from './claim';
import { firstOf, waysTo, type Attempt, type Found } from './find';
import { freePorts } from './ports';
import { isTemporalReady } from './ready';
import { downloadWithSdk } from './sdkDownload';
import { startServer } from './serverProcess';
import { graceWithDataMs } from './stop';

/** Type names as `temporal server start-dev --search-attribute NAME=TYPE` takes them. */
export type SearchAttributeTypeName = 'Text' | 'Keyword' | 'Int' | 'Double' | 'Bool' | 'Datetime' | 'KeywordList';

export interface TemporalOptions {
  /** Folder for an SQLite file that outlives the server. Absent: memory only, about twice as fast. */
  dir?: string;
  /** Serve the Web UI too. */
  ui?: boolean;
  /** Search attributes to register in namespace `default`. */
  searchAttributes?: Readonly<Record<string, SearchAttributeTypeName>>;
}

export interface StartedTemporal {
  /** `host:port` of the gRPC service. */
  address: string;
  /** Absent without `ui`, and for a server that is not ours. */
  uiUrl?: string;
  pid?: number;
  /** Where the server came from, in words. */
  source: string;
  /** Stops a server that was started here; leaves any other alone. */
  stop(): Promise<void>;
}

// The dev server has one history shard and waits 50 ms at each hop of its queues. Measured for five no-op activities:
// 300 ms without these, 93 to 121 ms with them; kill to retry 2.0 s without, 0.9 s with. The inner quotes are JSON.
const fastQueues = [
  'history.transferProcessorMaxPollRPS=2000',
  'history.timerProcessorMaxPollRPS=2000',
  'history.visibilityProcessorMaxPollRPS=500',
  'history.timerProcessorMaxTimeShift="50ms"',
];

// A worker sends a refused update back whole, and the server terminates a run whose task answers with more than 4 MB (measured:
// ten updates of 1.9 MB at once). So no run is given more at a time; the default is 20 MB.
const bounded = ['history.maxInFlightUpdatePayloads=2000000'];

/**
 * Finds or starts a Temporal dev server: `TEMPORAL_ADDRESS`, `TEMPORAL_CLI_PATH`, `temporal` on PATH, the project cache, the
 * pinned wheel, the SDK's own download. What is started here listens on 127.0.0.1 and is gone after `stop()`; after a kill of
 * this process the next start stops it. Ready means that namespace `default` exists.
 */
export async function startTemporal(o: TemporalOptions = {}): Promise<StartedTemporal> {
  const address = process.env['TEMPORAL_ADDRESS'];
  if (address !== undefined && address !== '') {
    return { address, source: 'TEMPORAL_ADDRESS', stop: () => Promise.resolve() };
  }
  const cache = cacheDir();
  const sdk: Attempt<Found> = {
    name: "the SDK's own download",
    get: async () => ({
      path: await downloadWithSdk(temporalCli, cache, 'createLocal'),
      source: "the SDK's own download",
    }),
  };
  const advice = 'Set TEMPORAL_ADDRESS to a Temporal service, or put the `temporal` CLI on PATH.';
  const found = await firstOf('Temporal dev server', [...waysTo(temporalCli, cache), sdk], advice);
  return startDevServer(found, cache, o);
}

async function startDevServer(found: Found, cache: string, o: TemporalOptions): Promise<StartedTemporal> {
  const release = o.dir === undefined ? undefined : await openDataFolder(o.dir);
  let [port = 0, uiPort = 0]: number[] = [];
  try {
    const server = await startServer('temporal', cache, async () => {
      const ports = await freePorts(4);
      [port = 0, uiPort = 0] = ports;
      return {
        program: found.path,
        arguments: devServerArguments(ports, o),
        graceMs: o.dir === undefined ? 0 : graceWithDataMs,
        isReady: () => isTemporalReady(port, 'default'),
      };
    });
    const stop = async (): Promise<void> => {
      await server.stop();
      await release?.();
    };
    const ui = o.ui === true ? { uiUrl: `http://127.0.0.1:${uiPort}` } : {};
    return { address: `127.0.0.1:${port}`, ...ui, pid: server.pid, source: found.source, stop };
  } catch (error) {
    await release?.();
    throw error;
  }
}

async function openDataFolder(dir: string): Promise<() => Promise<void>> {
  await mkdir(dir, { recursive: true });
  return claimFolder(dir);
}

function devServerArguments(ports: readonly number[], o: TemporalOptions): string[] {
  const [port, uiPort, metricsPort, httpPort] = ports;
  const args = ['server', 'start-dev', '--ip', '127.0.0.1', '--log-level', 'error'];
  args.push('--port', String(port), '--metrics-port', String(metricsPort), '--http-port', String(httpPort));
  args.push(...(o.ui === true ? ['--ui-port', String(uiPort)] : ['--headless']));
  if (o.dir !== undefined) args.push('--db-filename', join(o.dir, 'temporal.sqlite'));
  for (const [name, type] of Object.entries(o.searchAttributes ?? {}))
    args.push('--search-attribute', `${name}=${type}`);
  for (const setting of [...fastQueues, ...bounded]) args.push('--dynamic-config-value', setting);
  return args;
}
