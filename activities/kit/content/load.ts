/** What is behind the references of a call: sound, refused by the step that reads it, or lost (design rules 11, 12). */
import type { RunStore } from '../../../redis';
import type { Fields, LostInput, MapEntry, RefField } from '../contract';
import { nonRetryable, messageOf, stateLost } from '../errors';
import { isRefField, WireRef } from '../authoring/fields';
import { issuesIn } from './json';
import { inTurn } from './inTurn';
import { blobOf, contentOf } from './refs';
import { parsedInSlices } from './slices';
import { parsed, Stored } from './stored';
import { Together } from './together';
import type { AtEnd } from './together';

/** What a reference holds, or why its reader will not have it. */
type Decoded = { readonly value: unknown } | { readonly refused: string };
type Decode = (content: Uint8Array) => Decoded | Promise<Decoded>;

interface Wanted {
  readonly field: string;
  readonly ref: WireRef;
  readonly decode: Decode;
  /** What it is checked by: of one content, readers with another schema see another value. */
  readonly schema?: RefField<unknown>['schema'];
}

/** Shards of this run that work at the same time read, parse and check a content once, and have the same value. */
export interface Sharing {
  readonly runId: string;
  readonly atEnd: AtEnd;
}

/**
 * Reads all references of a call. Throws `InputInvalid`, final, where a sound one is not what the step declares: to make it again
 * would give the same, so nothing is deleted and its producer does not pay for it. Else throws `StateLost` naming
 * every input that is missing or corrupt, all at once; a corrupt one is deleted and counts a strike against its
 * producer, once for each token.
 */
export async function loadFields(
  store: RunStore,
  step: string,
  fields: Fields,
  wire: Readonly<Record<string, unknown>>,
  sharing?: Sharing,
): Promise<Record<string, unknown>> {
  const wanted = Object.entries(fields).flatMap(([field, shape]): Wanted[] =>
    isRefField(shape) ? [wantedBy(field, WireRef.parse(wire[field]), shape)] : [],
  );
  const inline = Object.keys(fields).map((field) => [field, wire[field]]);
  const read = await loadAll(store, step, wanted, sharing);
  return Object.fromEntries([...inline, ...wanted.map(({ field }, i) => [field, read[i]])]) as Record<string, unknown>;
}

function wantedBy(field: string, ref: WireRef, { schema, stored }: RefField<unknown>): Wanted {
  const seen = ref.view === 'ok' ? okValues : (value: unknown) => value;
  // Shared with nobody: who is handed it may hand it on to a thread, and have it no more.
  return stored ? { field, ref, decode: asStored(ref) } : { field, ref, schema, decode: jsonOf(schema, seen) };
}

/** Unread, but for a view of it. */
const asStored =
  ({ view, items }: WireRef): Decode =>
  (json) => ({
    value: view === 'ok' ? Stored.of(okValues(parsed(json))) : new Stored(json, items),
  });

/** The content of a view is what a map made: of the kit's own form. */
const okValues = (entries: unknown): unknown[] =>
  (entries as MapEntry<unknown>[]).flatMap((entry) => (entry.outcome === 'ok' ? [entry.value] : []));

/** The same for contents as they are stored, which nobody has parsed; the fields of what is lost are `part 0`, `part 1` … */
export async function loadBytes(store: RunStore, step: string, refs: readonly WireRef[]): Promise<Uint8Array[]> {
  const wanted = refs.map((ref, i): Wanted => ({ field: `part ${i}`, ref, decode: (value) => ({ value }) }));
  return (await loadAll(store, step, wanted)) as Uint8Array[];
}

async function loadAll(
  store: RunStore,
  step: string,
  wanted: readonly Wanted[],
  sharing?: Sharing,
): Promise<unknown[]> {
  const read = (one: Wanted): Promise<Read> => readTogether(one, sharing, () => readRef(store, one));
  const reads = await Promise.all(wanted.map(async (one) => ({ ...one, read: await read(one) })));
  const refused = reads.flatMap(({ field, ref, read }) =>
    'refused' in read ? [`its input '${field}', made by ${ref.step}, ${read.refused}`] : [],
  );
  if (refused.length > 0) throw nonRetryable('InputInvalid', `${step}: ${refused.join('; ')}`);
  const losing = reads.flatMap(({ field, ref, read }) =>
    'corrupt' in read ? [lose(store, field, ref, read.corrupt)] : [],
  );
  const lost = await Promise.all(losing);
  if (lost.length > 0) throw stateLost(step, lost);
  return reads.map(({ read }) => ('value' in read ? read.value : undefined));
}

type Read = Decoded | { readonly corrupt: boolean };

const shared = new WeakMap<RefField<unknown>['schema'], Together<Read>>();

/** What is lost or refused is shared with nobody: each says so for itself, and the next one looks again. */
async function readTogether(
  { ref, schema }: Wanted,
  sharing: Sharing | undefined,
  read: () => Promise<Read>,
): Promise<Read> {
  if (sharing === undefined || schema === undefined) return read();
  const together = shared.get(schema) ?? new Together<Read>();
  shared.set(schema, together);
  const key = JSON.stringify([sharing.runId, contentOf(ref)]);
  const found = await together.get(key, sharing.atEnd, read, (one) => 'value' in one);
  // Forty that go on at one moment took 0.3 s to name their items.
  return inTurn(() => found);
}

/** The name of the content is its sha256, which `getBlob` compares: only what differs from it is corrupt. */
async function readRef(store: RunStore, { ref, decode }: Wanted): Promise<Read> {
  const bytes = await store.getBlob(blobOf(ref));
  if (typeof bytes === 'string') return { corrupt: bytes === 'corrupt' };
  return bytes.length > LARGE_BYTES ? inTurn(() => decode(bytes)) : decode(bytes);
}

const jsonOf =
  (schema: RefField<unknown>['schema'], seen: (content: unknown) => unknown): Decode =>
  async (content) => {
    let value: unknown;
    try {
      value = seen(await parsedInSlices(content));
    } catch (error) {
      return { refused: `is no JSON: ${messageOf(error)}` };
    }
    try {
      const { success, data, error } = schema.safeParse(value);
      return success ? { value: data } : { refused: `is not what it declares: ${issuesIn(error)}` };
    } catch (error) {
      return { refused: `could not be checked: ${messageOf(error)}` };
    }
  };

/** Comments of so many bytes take about 0.6 ms to parse and check. */
const LARGE_BYTES = 256 * 1024;

async function lose(store: RunStore, field: string, ref: WireRef, corrupt: boolean): Promise<LostInput> {
  const strikes = corrupt ? await strike(store, ref) : 0;
  return { field, step: ref.step, sha: ref.$ref, gen: ref.gen, corrupt, strikes };
}

async function strike(store: RunStore, ref: WireRef): Promise<number> {
  const strikes = await store.strike(ref.step, ref.gen);
  await store.dropBlob(blobOf(ref));
  return strikes;
}
