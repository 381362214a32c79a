/** The servers of a worker: connected and found fit before it asks for work. */
import { NativeConnection, Runtime } from '@temporalio/worker';
import { TemporalUnreachable } from '../client/errors';
import { openStore } from '../redis';
import type { ConnectionNews, Store } from '../redis';
import type { WorkerConfig } from './config';
import { TemporalUnfit } from './temporalUnfit';

export const namespaceOf = (config: WorkerConfig): string => config.temporal.namespace ?? 'default';

/** Throws RedisAddressInvalid, RedisUnreachable or RedisUnfit; nothing stays open then. */
export async function openFitStore(config: WorkerConfig): Promise<Store & { warnings: readonly string[] }> {
  const { redisUrl: url, redisTls: tls, replicaWait, prefix, stateTtlMs, cacheTtlMs, redisTimeoutMs } = config;
  const options = { url, ...(tls && { tls }), prefix, namespace: namespaceOf(config), stateTtlMs, cacheTtlMs };
  const store = await openStore({
    ...options,
    ...(replicaWait && { replicaWait }),
    ...(redisTimeoutMs !== undefined && { commandTimeoutMs: redisTimeoutMs }),
    onConnection: logged,
  });
  try {
    return Object.assign(store, { warnings: await store.checkFitness() });
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Whoever reads the log of a worker learns when its steps wait for Redis, and when they do no longer. */
function logged(news: ConnectionNews, endpoint: string): void {
  Runtime.instance().logger.warn(`Redis ${endpoint} ${told(news)}`);
}

function told(news: ConnectionNews): string {
  switch (news.is) {
    case 'away':
      return `is away (${news.why}): steps wait, and go on when it is back`;
    case 'back':
      return `is back after ${(news.afterMs / 1000).toFixed(1)} s`;
    case 'replaced':
      return `did not answer where it was connected to (${news.why}), and does where its address leads now: connected there`;
  }
}

/** Throws TemporalUnreachable or TemporalUnfit; nothing stays open then. */
export async function connectNative(config: WorkerConfig): Promise<NativeConnection> {
  const { connectionOptions } = config.temporal;
  const address = connectionOptions.address ?? 'localhost:7233';
  const connection = await NativeConnection.connect(connectionOptions).catch((error: unknown) => {
    throw new TemporalUnreachable(address, error);
  });
  try {
    await checkNamespace(connection, namespaceOf(config), address);
    return connection;
  } catch (error) {
    await connection.close();
    throw error;
  }
}

const NOT_FOUND = 5;
const ANSWER_WITHIN_MS = 5000;

/**
 * The SDK looks at the namespace only when it has started its threads, and leaves them running when there is none: the process
 * would never end.
 */
async function checkNamespace(connection: NativeConnection, namespace: string, address: string): Promise<void> {
  try {
    await connection.withDeadline(Date.now() + ANSWER_WITHIN_MS, () =>
      connection.workflowService.describeNamespace({ namespace }),
    );
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === NOT_FOUND))
      throw new TemporalUnreachable(address, error);
    throw new TemporalUnfit(
      `Temporal at ${address} has no namespace ${namespace}. Correct TEMPORAL_NAMESPACE, or make it: ` +
        `temporal operator namespace create --namespace ${namespace} --address ${address}`,
      { cause: error },
    );
  }
}
