/** What lies in Redis under one prefix and namespace, by SCAN over the whole database: for commands of people. */
import { limits } from '../../redis';
import { mastersOf } from '../../redis/clients';
import { connect } from '../../redis/connect';
import { asGlob, RunKeys } from '../../redis/keys';
import type { DataCommands, Link } from '../../redis';
import type { WorkerConfig } from '../../worker';

/** What a survey asks besides what the store sends; `connect` opens a real Redis, which has it all. */
export type Reader = DataCommands & {
  scan(
    cursor: string,
    match: 'MATCH',
    pattern: string,
    count: 'COUNT',
    size: number,
  ): Promise<[cursor: string, keys: string[]]>;
  zrange(key: string, first: number, last: number): Promise<string[]>;
  /** Seconds since somebody read or wrote it; null when the key is gone. Asking is not using. */
  object(subcommand: 'IDLETIME', key: string): Promise<number | null>;
};

export interface Keyspace {
  /** Keys of each run, by run id. */
  readonly runs: ReadonlyMap<string, readonly string[]>;
  /** Key of the lock of each resource that has a lock or waiters, by its name. */
  readonly resources: ReadonlyMap<string, string>;
  readonly all: readonly string[];
}

/** A connection for a survey. Rejects with RedisUnreachable or RedisRefused. */
export async function openReader({
  redisUrl: url,
  redisTls: tls,
  replicaWait,
}: WorkerConfig): Promise<{ redis: Reader; link: Link; close(): void }> {
  const commandTimeoutMs = limits.dataTimeoutMs;
  const link = await connect({ url, ...(tls && { tls }), ...(replicaWait && { replicaWait }), commandTimeoutMs });
  return { redis: link.data as Reader, link, close: () => link.close() };
}

/** A step lock: `<base>{<run>}:l:<step>:<hash>`; neither step nor hash holds a colon. */
export const STEP_LOCK = /\}:l:([^:]+):([^:]+)$/;

export async function keyspaceOf(redis: Reader, config: WorkerConfig): Promise<Keyspace> {
  const base = new RunKeys(config.prefix, config.temporal.namespace ?? 'default', 'x').base.slice(0, -'{x}'.length);
  const all = await scan(redis, `${asGlob(base)}*`);
  const runs = new Map<string, string[]>();
  const resources = new Map<string, string>();
  for (const key of all) {
    const rest = key.slice(base.length);
    const run = /^\{([^}]*)\}:/.exec(rest)?.[1];
    const resource = /^l:\{([^}]*)\}(?::q)?$/.exec(rest)?.[1];
    if (run !== undefined) runs.set(decoded(run), [...(runs.get(decoded(run)) ?? []), key]);
    if (resource !== undefined) resources.set(decoded(resource), `${base}l:{${resource}}`);
  }
  return { runs, resources, all };
}

/** Braces and percent signs of a name are written as in a URL (redis/keys.ts). */
const decoded = (part: string): string => part.replace(/%(7B|7D|25)/g, decodeURIComponent);

async function scan(redis: Reader, pattern: string): Promise<string[]> {
  const found = new Set<string>();
  for await (const page of scanPages(redis, pattern)) for (const key of page) found.add(key);
  return [...found].toSorted();
}

/** Some hundred keys at a time, of one node; while Redis resizes its table, or moves slots, a key may come twice. */
export async function* scanPages(redis: Reader, pattern: string): AsyncGenerator<string[]> {
  for (const { node } of mastersOf(redis)) {
    let cursor = '0';
    do {
      const [next, page] = await node.scan(cursor, 'MATCH', pattern, 'COUNT', limits.scanCount);
      yield page;
      cursor = next;
    } while (cursor !== '0');
  }
}
