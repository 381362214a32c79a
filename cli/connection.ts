/** How a command finds its Temporal and Redis: the environment, a living embedded stack, or the kept one, started again. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { connect } from '../client';
import type { PipelineClient } from '../client';
import { findStack, startStack } from '../testing/servers/stack';
import type { StackAddresses } from '../testing/servers/stack';
import { readConfig } from '../worker/config';
import type { WorkerConfig } from '../worker/config';
import { NoServers } from './exit';
import { webUi } from './webUi';

/** Where the embedded servers keep their files, so that an interrupted report can be resumed. */
export function stackFolder(): string {
  return join(resolve(process.env['PIPELINE_CACHE_DIR'] ?? '.pipeline-worker'), 'stack');
}

export const isConfigured = (): boolean =>
  process.env['TEMPORAL_ADDRESS'] !== undefined ||
  process.env['REDIS_URL'] !== undefined ||
  process.env['TEMPORAL_PROFILE'] !== undefined ||
  process.env['TEMPORAL_CONFIG_FILE'] !== undefined;

/** The worker's configuration, for these servers. */
export function configFor(stack: StackAddresses | undefined): WorkerConfig {
  const config = readConfig();
  if (!stack) return config;
  const { connectionOptions } = config.temporal;
  return {
    ...config,
    temporal: { ...config.temporal, connectionOptions: { ...connectionOptions, address: stack.temporalAddress } },
    redisUrl: stack.redisUrl,
  };
}

export function connectTo(config: WorkerConfig): Promise<PipelineClient> {
  const { temporal, redisUrl, redisTls, prefix, taskQueue } = config;
  return connect({ temporal, redisUrl, ...(redisTls && { redisTls }), prefix, taskQueue });
}

export interface Reach {
  /** `read`: the kept embedded servers may be started for the question. `steer`: something must be running. */
  readonly for: 'read' | 'steer';
}

/** Runs a command against whatever servers there are, and closes everything it opened. */
export function withClient<T>(reach: Reach, run: (client: PipelineClient, ui?: string) => Promise<T>): Promise<T> {
  return withServers(reach, async (config, ui) => {
    const client = await connectTo(config);
    try {
      return await run(client, ui);
    } finally {
      await client.close();
    }
  });
}

/** The same for a command that connects by itself. */
export async function withServers<T>(reach: Reach, run: (config: WorkerConfig, ui?: string) => Promise<T>): Promise<T> {
  const { stack, stop } = await reachable(reach);
  try {
    const config = configFor(stack);
    return await run(config, webUi(config, stack?.uiUrl));
  } finally {
    await stop();
  }
}

interface Reached {
  readonly stack?: StackAddresses;
  readonly stop: () => Promise<void>;
}

async function reachable(reach: Reach): Promise<Reached> {
  const stop = (): Promise<void> => Promise.resolve();
  if (isConfigured()) return { stop };
  const living = await findStack();
  if (living) return { stack: living, stop };
  if (reach.for === 'read' && existsSync(stackFolder())) {
    const stack = await startStack({ dir: stackFolder() });
    return { stack, stop: () => stack.stop() };
  }
  throw new NoServers(
    'No servers: TEMPORAL_ADDRESS and REDIS_URL are not set and no `dev` or `report` is running here. ' +
      'Set them, or start `dev` in another terminal.',
  );
}
