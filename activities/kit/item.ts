/** What an item is: its name for people, its identity for records and answers, its key for the outside. */
import { hashOf } from './canonical';
import type { AnyMapDefinition } from './define';
import type { Listed } from './list';

export interface Item extends Listed {
  /** sha256 of step, version, shared inputs and the item's content: what its outcome is recorded under. */
  readonly hash: string;
  /** sha256 of step, shared inputs and the item's content. */
  readonly content: string;
  /** What the outside knows it by: the same in every attempt, version and shard. */
  readonly idempotencyKey: string;
}

/** All that the items of one shard share. `shared` is given twice: as what `run` works with, and as it counts. */
export interface Shard {
  readonly step: string;
  readonly runId: string;
  readonly definition: AnyMapDefinition;
  readonly shared: unknown;
  readonly sharedIdentity: unknown;
}

export function identify({ step, runId, definition, sharedIdentity }: Shard, items: readonly Listed[]): Item[] {
  return items.map((item) => ({
    ...item,
    hash: hashOf([step, definition.version, sharedIdentity, item.value]),
    content: hashOf([step, sharedIdentity, item.value]),
    idempotencyKey: hashOf([runId, step, sharedIdentity, item.value]),
  }));
}
