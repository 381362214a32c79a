/**
 * Idempotency keys that items name themselves. The outside takes one key for one thing: where two items of a run have
 * the same key and different content, it would do the first and answer the second from memory, so the second fails here.
 */
import type { ItemEntry } from '../../../redis';
import { hashOf } from '../../../redis/canonical';
import type { Item, Shard } from './item';
import type { ItemLog } from './itemLog';
import { keyFrom } from '../authoring/ownKey';
import type { Execution } from '../attempt/work';

/** Who has a key, as the run remembers it among the items of the step: content and name of the first that named it. */
type Owner = readonly [content: string, name: string];

interface Named {
  readonly item: Item;
  readonly key: string;
  readonly field: string;
}

/** An item that may run has its key in `item`; one that may not has its reason. */
export type Keyed = { readonly item: Item } | { readonly item: Item; readonly refused: string };

/** The items under the keys that they name, each of which is recorded for its item before anything runs under it. */
export async function withOwnKeys(x: Execution, shard: Shard, log: ItemLog, items: readonly Item[]): Promise<Keyed[]> {
  if (!shard.definition.idempotencyKey) return items.map((item) => ({ item }));
  const named = items.map((item) => keyOf(shard, item));
  const valid = named.flatMap((one) => ('field' in one ? [one] : []));
  await Promise.all(valid.map((one) => log.add(claimOf(one))));
  const owners = await x.store.items(
    shard.step,
    valid.map(({ field }) => field),
  );
  const ownerOf = new Map(valid.map(({ field }, i) => [field, JSON.parse(owners[i]?.value ?? 'null') as Owner | null]));
  return named.map((one) => {
    if (!('field' in one)) return one;
    const [content, name] = ownerOf.get(one.field) ?? [];
    if (content === undefined || content === one.item.content)
      return { item: { ...one.item, idempotencyKey: one.key } };
    return { item: one.item, refused: clash(one, name ?? '') };
  });
}

const claimOf = ({ item, field }: Named): ItemEntry => ({
  key: field,
  outcome: 'ok',
  value: JSON.stringify([item.content, item.name] satisfies Owner),
});

const clash = ({ item, key }: Named, other: string): string =>
  `the idempotency key '${key}' of '${item.name}' was given to '${other}' before, with other content; the outside would ` +
  `take one for the other. Give each its own key, or let retry --from STEP --fresh forget the earlier one.`;

function keyOf({ definition, shared }: Shard, item: Item): Named | { item: Item; refused: string } {
  if (item.refused !== undefined) return { item, refused: item.refused };
  const named = keyFrom(() => definition.idempotencyKey?.(item.value as never, shared as never));
  return 'key' in named ? { item, ...named, field: `key:${hashOf(named.key)}` } : { item, refused: named.fault };
}
