/** The two connections of a client. */
import { Client, Connection } from '@temporalio/client';
import { openStore } from '../redis';
import type { Store } from '../redis';
import { interceptors } from './closing';
import type { ClientConfig, OwnClientOptions } from './config';
import { TemporalUnreachable, translated } from './errors';
import { Known } from './known';

const CONNECT_TIMEOUT_MS = 5000;
/** A connection that fell silent is noticed within 20 s, not 45. Temporal allows a ping every 10 s. */
const channelArgs = { 'grpc.keepalive_time_ms': 15_000, 'grpc.keepalive_timeout_ms': 5000 };
/** A client waits for answers that a worker need not: it may be far away, and nothing it sends decides who holds a lock. */
const REDIS_TIMEOUT_MS = 5000;

/** A question that is not answered by then counts as unanswered: a connection may have fallen silent. */
const ANSWER_WITHIN_MS = 5000;

export interface Link {
  readonly config: ClientConfig;
  readonly temporal: Client;
  /** Redis is reached when first needed: starting by input, watching and steering do not need it. */
  store(): Promise<Store>;
  readonly known: Known;
  /** Runs calls of the SDK; what they reject with is translated (errors.ts). */
  reach<T>(id: string, call: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Asks Temporal; what is asked inside shares the time. Rejects with DEADLINE_EXCEEDED, which `reach` translates. */
export function inTime<T>({ temporal }: Link, ask: () => Promise<T>): Promise<T> {
  return temporal.withDeadline(Date.now() + ANSWER_WITHIN_MS, ask);
}

/** Rejects with TemporalUnreachable within 5 s. */
export async function openLink(config: ClientConfig, own: OwnClientOptions = {}): Promise<Link> {
  const connection = own.connection ?? (await connected(config));
  let opening: Promise<Store> | undefined;
  const { redisUrl: url, redisTls: tls, prefix, namespace } = config;
  const open = async (): Promise<Store> => {
    try {
      const place = { url, ...(tls && { tls }), prefix, namespace };
      return await allowed(await openStore({ ...place, commandTimeoutMs: REDIS_TIMEOUT_MS }));
    } catch (error) {
      opening = undefined;
      throw error;
    }
  };
  const store = (): Promise<Store> => (opening ??= open());
  return {
    config,
    temporal: new Client({ ...own.client, connection, namespace }),
    store,
    known: new Known(store, config.taskQueue),
    async reach(id, call) {
      try {
        return await call();
      } catch (error) {
        throw translated(error, config.address, id);
      }
    },
    async close() {
      if (!own.connection) await connection.close();
      await (await opening?.catch(() => undefined))?.close();
    },
  };
}

/** A right that is missing is told before anything is asked, not by the one call that needs it. */
async function allowed(store: Store): Promise<Store> {
  try {
    await store.proveClient();
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function connected({ temporal, address }: ClientConfig): Promise<Connection> {
  const options = {
    ...temporal.connectionOptions,
    interceptors,
    channelArgs,
    connectTimeout: CONNECT_TIMEOUT_MS,
  };
  try {
    return await Connection.connect(options);
  } catch (error) {
    throw new TemporalUnreachable(address, error);
  }
}
