/**
 * Lists that a body makes of others without seeing them: joined, subtracted, flattened, or written down in it. They count
 * by content like everything that travels by reference, so a lost one is made again from what it was made of.
 */
import { setImmediate as othersTurn } from 'node:timers/promises';
import { z } from 'zod';
import type { RunStore } from '../../../redis';
import { canonicalJson, hashOf } from '../../../redis/canonical';
import type { ValueRequest } from '../contract';
import { nonRetryable } from '../errors';
import { WireRef } from '../authoring/fields';
import { issuesIn } from './json';
import { loadFields } from './load';
import { blobOf, contentOf, putJson } from './refs';
import type { Execution, Produced, Work } from '../attempt/work';

const Source = z.union([z.array(z.unknown()), WireRef]);
type Source = z.infer<typeof Source>;
/** `ListRequest` as it comes off the wire. */
const Request = z.strictObject({
  of: z.string(),
  lists: z.array(Source).min(1),
  minus: z.array(Source).optional(),
  flat: z.boolean().optional(),
  unique: z.boolean().optional(),
});

/** About a millisecond of them. */
const ITEMS_A_TURN = 1000;

/** Makes one list of several, in their order. */
export function listWork(name: string, input: unknown): Work {
  const parsed = Request.safeParse(input);
  if (!parsed.success)
    throw nonRetryable('InputInvalid', `${name} was called with a wrong input: ${issuesIn(parsed.error)}`);
  const { of, lists, minus = [], flat = false, unique = false } = parsed.data;
  const execute = async (x: Execution): Promise<Produced> => {
    const [made, taken] = await Promise.all([loaded(x.store, name, lists), loaded(x.store, name, minus)]);
    const items = made.flat();
    const texts = await textsOf(flat ? flattened(name, of, items) : items);
    const without = new Set(await textsOf(taken.flat()));
    const left = texts.filter((text) => !without.has(text));
    const kept = unique ? [...new Set(left)] : left;
    const ref = await putJson(
      x.store,
      { step: of, gen: x.hold.token, items: kept.length },
      Buffer.from(`[${kept.join(',')}]`),
    );
    return { output: ref, blobs: [blobOf(ref)], bytes: ref.bytes };
  };
  const identity = [lists, minus].map((sources) => sources.map((one) => (isInline(one) ? one : contentOf(one))));
  return { name, hash: hashOf([name, of, ...identity, flat, unique]), volatile: false, execute, skip: execute };
}

async function loaded(store: RunStore, name: string, sources: readonly Source[]): Promise<unknown[][]> {
  const refs = sources.flatMap((one, i) => (isInline(one) ? [] : [[`list ${i + 1}`, one] as const]));
  const field = { by: 'ref', schema: z.array(z.unknown()) } as const;
  const fields = Object.fromEntries(refs.map(([name]) => [name, field]));
  const read = await loadFields(store, name, fields, Object.fromEntries(refs));
  return sources.map((one, i) => (isInline(one) ? one : (read[`list ${i + 1}`] as unknown[])));
}

const isInline = (source: Source): source is unknown[] => Array.isArray(source);

function flattened(name: string, of: string, items: readonly unknown[]): unknown[] {
  const odd = items.findIndex((item) => !Array.isArray(item));
  if (odd >= 0)
    throw nonRetryable('InputInvalid', `${name}: items[${odd}] of what ${of} made is no list: flat() has none to open`);
  return items.flat();
}

async function textsOf(items: readonly unknown[]): Promise<string[]> {
  const texts: string[] = [];
  for (const [i, item] of items.entries()) {
    if (i % ITEMS_A_TURN === ITEMS_A_TURN - 1) await othersTurn();
    texts.push(canonicalJson(item));
  }
  return texts;
}

/** What a body asked to see. Throws `TooLarge`, final, where it is more than it said, and what any reader does. */
export async function readValue(store: RunStore, { ref, maxBytes }: ValueRequest): Promise<unknown> {
  const { value } = await loadFields(store, 'kit.value', { value: { by: 'ref', schema: z.unknown() } }, { value: ref });
  const bytes = Buffer.byteLength(canonicalJson(value));
  if (bytes <= maxBytes) return value;
  throw nonRetryable(
    'TooLarge',
    `what ${ref.step} made has ${bytes} bytes, and the body asked for at most ${maxBytes}: let a step read it and return what the body needs`,
  );
}
