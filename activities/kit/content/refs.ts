/** Claim checks: content goes into blobs before the commit, references go through Temporal (design rules 7, 11). */
import { z } from 'zod';
import { ValueTooLarge } from '../../../redis';
import type { BlobName, RunStore } from '../../../redis';
import type { Fields, Output } from '../contract';
import { nonRetryable, messageOf } from '../errors';
import { isFields, isRefField, WireRef } from '../authoring/fields';
import { checkedBy, issuesIn, jsonOf, jsonOfList } from './json';
import { Stored } from './stored';

/** Inline fields of one call together. What is larger belongs behind `ref()`. */
export const INLINE_BYTES = 16 * 1024;

/** The blobs behind a wire value: of a single reference, or of an object's fields. */
export function refsIn(wire: unknown): WireRef[] {
  const candidates = typeof wire === 'object' && wire !== null ? [wire, ...(Object.values(wire) as unknown[])] : [];
  return candidates.flatMap((value) => WireRef.safeParse(value).data ?? []);
}

export const blobOf = (ref: Pick<WireRef, '$ref' | 'bytes'>): BlobName => ({ sha: ref.$ref, bytes: ref.bytes });

/** What a reference stands for, as it counts in hashes. */
export const contentOf = ({ $ref, view }: Pick<WireRef, '$ref' | 'view'>): unknown =>
  view === undefined ? $ref : [$ref, view];

export interface Packed {
  readonly output: unknown;
  readonly blobs: BlobName[];
  /** Content by reference, in bytes before compression. */
  readonly bytes: number;
}

/**
 * Validates what a step returned, stores what travels by reference, and gives its wire form. The blobs exist when this
 * resolves; the reference becomes true only with the commit.
 */
export async function pack(
  store: RunStore,
  producer: string,
  gen: number,
  shape: Output,
  value: unknown,
): Promise<Packed> {
  const blobs: BlobName[] = [];
  const packOne: PackOne = async (name, field, read) => {
    const what = `${producer}: ${name}`;
    if (!isRefField(field)) return inlineOf(what, dataOf(field, what, read));
    const given = dataOf(z.unknown(), what, read);
    const ref = await putRef(
      store,
      { step: producer, gen },
      given instanceof Stored ? given : await storedOf(field.schema, what, given),
    );
    blobs.push(blobOf(ref));
    return ref;
  };
  const output = isFields(shape)
    ? await packFields(shape, value, packOne)
    : await packOne('the output', shape, () => value);
  checkInline(producer, output);
  return { output, blobs, bytes: blobs.reduce((sum, blob) => sum + blob.bytes, 0) };
}

/** `read` runs the step's own code where it is a getter. */
type PackOne = (name: string, field: Fields[string], read: () => unknown) => Promise<unknown>;

async function packFields(fields: Fields, value: unknown, packOne: PackOne): Promise<Record<string, unknown>> {
  const given = Object(value) as Record<string, unknown>;
  const packed: [string, unknown][] = [];
  // One after another: heartbeats and renewals have their turn while each is stored. All four files of 20,000 comments took 0.3 s at once.
  for (const [name, field] of Object.entries(fields)) {
    packed.push([name, await packOne(name, field, () => (Object.hasOwn(given, name) ? given[name] : undefined))]);
  }
  return Object.fromEntries(packed);
}

function dataOf(schema: z.ZodType, what: string, read: () => unknown): unknown {
  const checked = checkedBy(schema, what, read);
  if (checked.success) return checked.data;
  throw nonRetryable('OutputInvalid', `${what} is not what the step declares: ${issuesIn(checked.error)}`);
}

/** As it is after the journey: plain JSON. An optional field may be undefined: it is left out. */
function inlineOf(what: string, value: unknown): unknown {
  return value === undefined ? undefined : (JSON.parse(jsonOf(what, value)) as unknown);
}

/** What is stored already was checked by whoever made it. */
async function storedOf(schema: z.ZodType, what: string, given: unknown): Promise<Stored<unknown>> {
  const data = dataOf(schema, what, () => given);
  if (Array.isArray(data)) return new Stored(await jsonOfList(what, data), data.length);
  return new Stored(Buffer.from(jsonOf(what, data), 'utf8'));
}

function putRef(
  store: RunStore,
  facts: Pick<WireRef, 'step' | 'gen'>,
  { json, items }: Stored<unknown>,
): Promise<WireRef> {
  return putJson(store, { ...facts, ...(items !== undefined && { items }) }, json);
}

/** Stores what is canonical JSON already. Throws `TooLarge` where it is more than a blob may have. */
export async function putJson(
  store: RunStore,
  facts: Omit<WireRef, '$ref' | 'bytes'>,
  json: Uint8Array,
): Promise<WireRef> {
  try {
    const blob = await store.putBlob(json);
    return { ...facts, $ref: blob.sha, bytes: blob.bytes };
  } catch (error) {
    if (error instanceof ValueTooLarge)
      throw nonRetryable('TooLarge', `${facts.step}: ${messageOf(error)}`, { cause: error });
    throw error;
  }
}

/** How the guard says that a step was skipped, or is an effect (contract.ts): as an output it would be taken for that. */
const MARKS = ['$effect', '$skipped'];

function checkInline(producer: string, output: unknown): void {
  const mark = MARKS.find((name) => typeof output === 'object' && output !== null && name in output);
  if (mark !== undefined)
    throw nonRetryable(
      'OutputInvalid',
      `${producer}: a field of an output cannot be called ${mark}, which is the kit's own`,
    );
  const bytes = Buffer.byteLength(jsonOf(`${producer}: the output`, output));
  if (bytes > INLINE_BYTES) {
    throw nonRetryable(
      'TooLarge',
      `${producer}: inline output has ${bytes} bytes, at most ${INLINE_BYTES}: mark large fields with ref()`,
    );
  }
}
