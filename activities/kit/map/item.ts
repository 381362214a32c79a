/** What an item is: its name for people, its identity for records and answers, its key for the outside. */
import { hashOf } from '../../../redis/canonical';
import type { AnyMapDefinition } from '../authoring/define';
import { formerNames } from '../authoring/keep';
import type { Listed } from './list';

export interface Item extends Listed {
  /** sha256 of step, version, shared inputs and the item's content: what its outcome is recorded under. */
  readonly hash: string;
  /** The same under the names that its step had before: what was paid for it then is found. */
  readonly formerly: readonly string[];
  /** sha256 of step, shared inputs and the item's content. */
  readonly content: string;
  /** What the outside knows it by: the same in every attempt, version and shard, and after the step was renamed (`was`). */
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
  const hashAs = (name: string, { value }: Listed): string => hashOf([name, definition.version, sharedIdentity, value]);
  const names = formerNames(definition);
  const [firstName = step] = names;
  return items.map((item) => ({
    ...item,
    hash: hashAs(step, item),
    formerly: names.map((name) => hashAs(name, item)),
    content: hashOf([step, sharedIdentity, item.value]),
    idempotencyKey: hashOf([runId, firstName, sharedIdentity, item.value]),
  }));
}
