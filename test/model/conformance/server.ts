import type { ResourceLock, RunStore } from '../../../redis';

/** What can be asked of a run: of the scripts behind a RunStore, or of the specification. */
export type Run = Pick<
  RunStore,
  'begin' | 'renew' | 'record' | 'note' | 'commit' | 'release' | 'reset' | 'items' | 'putBlob' | 'dropBlob'
>;
export type Resource = Pick<ResourceLock, 'ask' | 'renew' | 'hand'>;

/** Locks, counters and visible records of a run. */
export interface Facts {
  readonly locks: readonly object[];
  readonly counters: readonly { readonly failed: number; readonly starts: number }[];
  readonly records: readonly object[];
}

/** One run and one resource, seen through the calls that the product makes. */
export interface Server {
  readonly run: Run;
  readonly resource: Resource;
  facts(): Promise<Facts>;
  /** Keys of the run that its index does not name; the specification knows no keys. */
  unnamed(): readonly string[];
  /** Keeps what is there, as a replica does. @returns what puts it in place of whatever came later. */
  backup(): () => void;
}
