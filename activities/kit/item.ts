/** What an item is: its name for people, its identity for records and answers, its key for the outside. */
import { hashOf } from './canonical';
import type { AnyMapDefinition } from './define';
import { final, OwnFailure } from './errors';

export interface Item {
  /** The item's name, as the ledger shows it. */
  readonly name: string;
  /** sha256 of step, version, shared inputs and the item's content: what its outcome is recorded under. */
  readonly hash: string;
  /** sha256 of step, shared inputs and the item's content. */
  readonly content: string;
  /** What the outside knows it by: the same in every attempt, version and shard. */
  readonly idempotencyKey: string;
  readonly value: unknown;
}

/** All that the items of one shard share. `shared` is given twice: as what `run` works with, and as it counts. */
export interface Shard {
  readonly step: string;
  readonly runId: string;
  readonly definition: AnyMapDefinition;
  readonly shared: unknown;
  readonly sharedIdentity: unknown;
}

/** Throws OwnFailure where the step's own `key` throws; `InputInvalid` where two items have one name. */
export function identify({ step, runId, definition, sharedIdentity }: Shard, values: readonly unknown[]): Item[] {
  const items = values.map((value) => ({
    name: nameOf(definition, value),
    hash: hashOf([step, definition.version, sharedIdentity, value]),
    content: hashOf([step, sharedIdentity, value]),
    idempotencyKey: hashOf([runId, step, sharedIdentity, value]),
    value,
  }));
  if (new Set(items.map((item) => item.name)).size < items.length) {
    throw final('InputInvalid', `${step}: two items of the list have the same key; keys name items in the ledger`);
  }
  return items;
}

function nameOf(definition: AnyMapDefinition, value: unknown): string {
  try {
    return definition.key(value as never);
  } catch (error) {
    throw new OwnFailure(error);
  }
}
