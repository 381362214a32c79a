/** What commands of people (`locks`, `doctor`) ask of a Redis besides what workers send. */
import { connect } from '../connect';
import { limits } from '../limits';
import type { DataCommands, Link } from '../link';
import type { StoreOptions } from '../types';

/** `connect` opens a real Redis, which has it all. */
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

/** Rejects with RedisUnreachable or RedisRefused. */
export async function openReader(
  address: Pick<StoreOptions, 'url' | 'tls' | 'replicaWait'>,
): Promise<{ redis: Reader; link: Link; close(): void }> {
  const link = await connect({ ...address, commandTimeoutMs: limits.dataTimeoutMs });
  return { redis: link.data as Reader, link, close: () => link.close() };
}
