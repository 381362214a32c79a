/**
 * The list that a map works on. Every shard looks at the names of the whole list before it pays for anything: two items of
 * one name would be one in the ledger, whatever shards they stand in.
 */
import { setImmediate as othersTurn } from 'node:timers/promises';
import type { AnyMapDefinition } from '../authoring/define';
import { nonRetryable } from '../errors';
import { issuesIn, jsonOf } from '../content/json';
import { messageOf, shortened } from '../thrown';
import { inTurn } from '../content/inTurn';

export interface Listed {
  /** The item's name, as the ledger shows it. */
  readonly name: string;
  readonly value: unknown;
  /** Why it cannot run: it fails with this reason, and the others go on. */
  readonly refused?: string;
}

const MAX_ID_BYTES = 1024;
const MAX_SHOWN_CHARACTERS = 100;
/** About a millisecond of names. */
const NAMES_A_TURN = 1000;
/** Of the lists that a process has looked at: the shards of one map come one after another. */
const MAX_REMEMBERED = 16;

/**
 * The items `from` to `to` under their names. Throws `InputInvalid`, final, when an item of the list has no usable id,
 * or two have the same one.
 * @param list its `name` tells its content: what was found about it is remembered under this.
 */
export async function listed(
  step: string,
  definition: AnyMapDefinition,
  list: { readonly name: string; readonly items: readonly unknown[] },
  from: number,
  to: number,
): Promise<Listed[]> {
  const why = await wrongNames(definition, list);
  if (why !== undefined) throw nonRetryable('InputInvalid', `${step}: ${why}`);
  // All shards of the list waited for its names: forty that go on at one moment stop the loop for 0.3 s.
  if (list.items.length > NAMES_A_TURN) await inTurn(() => undefined);
  return list.items.slice(from, to).map((raw, i) => withJson(itemAt(definition, raw, from + i), from + i));
}

const remembered = new WeakMap<AnyMapDefinition, Map<string, Promise<string | undefined>>>();

/** Looked at once in a process, by the first of its shards: 200 shards of 20,000 items would else name four million. */
function wrongNames(
  definition: AnyMapDefinition,
  { name, items }: { readonly name: string; readonly items: readonly unknown[] },
): Promise<string | undefined> {
  const known = remembered.get(definition) ?? new Map<string, Promise<string | undefined>>();
  remembered.set(definition, known);
  const found = known.get(name) ?? lookAtNames(definition, items);
  known.delete(name);
  known.set(name, found);
  for (const oldest of [...known.keys()].slice(0, -MAX_REMEMBERED)) known.delete(oldest);
  return found;
}

async function lookAtNames(definition: AnyMapDefinition, items: readonly unknown[]): Promise<string | undefined> {
  const places = new Map<string, number>();
  for (const [i, raw] of items.entries()) {
    if (i % NAMES_A_TURN === NAMES_A_TURN - 1) await othersTurn();
    const named = nameAt(definition, raw, i);
    if ('wrong' in named) return named.wrong;
    const other = places.get(named.name);
    if (other !== undefined) {
      const id = named.name.slice(0, MAX_SHOWN_CHARACTERS);
      return `items[${other}] and items[${i}] of its list have the same id '${id}'; ids name items in the ledger`;
    }
    places.set(named.name, i);
  }
  return undefined;
}

function nameAt(definition: AnyMapDefinition, raw: unknown, index: number): { name: string } | { wrong: string } {
  const checked = checkedItem(definition, raw, index);
  if ('refused' in checked) return { name: idOf(definition, raw).id ?? `items[${index}]` };
  const { id, wrong } = idOf(definition, checked.value);
  return id === undefined ? { wrong: `the id of items[${index}] of its list ${wrong}` } : { name: id };
}

function itemAt(definition: AnyMapDefinition, raw: unknown, index: number): Listed {
  const checked = checkedItem(definition, raw, index);
  const { id } = idOf(definition, checked.value);
  return { name: id ?? `items[${index}]`, ...checked };
}

function checkedItem({ item }: AnyMapDefinition, raw: unknown, index: number): Omit<Listed, 'name'> {
  try {
    const { success, data, error } = item.safeParse(raw);
    if (success) return { value: data };
    return { value: raw, refused: refusal(index, issuesIn(error)) };
  } catch (error) {
    return { value: raw, refused: refusal(index, messageOf(error)) };
  }
}

/** What a schema makes of an item counts in its identity, so it must be JSON. */
function withJson(item: Listed, index: number): Listed {
  if (item.refused !== undefined) return item;
  try {
    jsonOf(`items[${index}]`, item.value);
    return item;
  } catch (error) {
    return { name: item.name, value: null, refused: messageOf(error) };
  }
}

const refusal = (index: number, why: string): string =>
  shortened(`items[${index}] of the list is not what the step declares: ${why}`);

function idOf(definition: AnyMapDefinition, value: unknown): { id?: string; wrong?: string } {
  try {
    const id: unknown = definition.id(value as never);
    if (typeof id !== 'string') return { wrong: `is no text but ${typeof id}: id() must return one` };
    const bytes = Buffer.byteLength(id);
    if (bytes === 0) return { wrong: 'is empty; it names the item in the ledger' };
    return bytes > MAX_ID_BYTES ? { wrong: `has ${bytes} bytes, at most ${MAX_ID_BYTES}` } : { id };
  } catch (error) {
    return { wrong: `cannot be had, id() threw: ${messageOf(error)}` };
  }
}
