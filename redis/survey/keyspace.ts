/** What lies in Redis under one prefix and namespace, by SCAN over the whole database. */
import { mastersOf } from '../clients';
import { asGlob, decodeBraces, spaceBase } from '../keys';
import { limits } from '../limits';
import type { Space } from '../proof';
import { pagesOf } from '../scan';
import type { Reader } from './reader';

export interface Keyspace {
  /** Keys of each run, by run id. */
  readonly runs: ReadonlyMap<string, readonly string[]>;
  /** Key of the lock of each resource that has a lock or waiters, by its name. */
  readonly resources: ReadonlyMap<string, string>;
  readonly all: readonly string[];
}

export async function keyspaceOf(redis: Reader, { prefix, namespace }: Space): Promise<Keyspace> {
  const base = spaceBase(prefix, namespace);
  const all = await keysLike(redis, `${asGlob(base)}*`);
  const runs = new Map<string, string[]>();
  const resources = new Map<string, string>();
  for (const key of all) {
    const rest = key.slice(base.length);
    const run = /^\{([^}]*)\}:/.exec(rest)?.[1];
    const resource = /^l:\{([^}]*)\}(?::q)?$/.exec(rest)?.[1];
    if (run !== undefined) runs.set(decodeBraces(run), [...(runs.get(decodeBraces(run)) ?? []), key]);
    if (resource !== undefined) resources.set(decodeBraces(resource), `${base}l:{${resource}}`);
  }
  return { runs, resources, all };
}

async function keysLike(redis: Reader, pattern: string): Promise<string[]> {
  const found = new Set<string>();
  for await (const page of scanPages(redis, pattern)) for (const key of page) found.add(key);
  return [...found].toSorted();
}

/** Some hundred keys at a time, of one node; a key may come twice. */
export async function* scanPages(redis: Reader, pattern: string): AsyncGenerator<string[]> {
  for (const { node } of mastersOf(redis))
    yield* pagesOf((cursor) => node.scan(cursor, 'MATCH', pattern, 'COUNT', limits.scanCount));
}
