/** Claim checks: content goes into blobs before the commit, references go through Temporal (design rules 7, 11, 12). */
import { ValueTooLarge } from '../../redis';
import type { BlobName, RunStore } from '../../redis';
import { canonicalJson } from './canonical';
import type { Fields, LostInput, Output, RefField } from './contract';
import { final, messageOf, stateLost } from './errors';
import { isFields, isRefField, WireRef } from './fields';

/** Inline fields of one call together. What is larger belongs behind `ref()`. */
export const INLINE_BYTES = 16 * 1024;

/** The blobs behind a wire value: of a single reference, or of an object's fields. */
export function refsIn(wire: unknown): WireRef[] {
  const candidates = typeof wire === 'object' && wire !== null ? [wire, ...(Object.values(wire) as unknown[])] : [];
  return candidates.flatMap((value) => WireRef.safeParse(value).data ?? []);
}

export const blobOf = (ref: Pick<WireRef, '$ref' | 'bytes'>): BlobName => ({ sha: ref.$ref, bytes: ref.bytes });

/**
 * Reads all references of a call. Throws `StateLost` naming every input that is missing or corrupt, all at once;
 * a corrupt one is deleted and counts a strike against its producer, once for each generation.
 */
export async function loadFields(
  store: RunStore,
  step: string,
  fields: Fields,
  wire: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const lost: LostInput[] = [];
  const load = async ([name, field]: [string, Fields[string]]): Promise<[string, unknown]> => {
    if (!isRefField(field)) return [name, wire[name]];
    const ref = WireRef.parse(wire[name]);
    const read = await readRef(store, ref, field);
    if ('value' in read) return [name, read.value];
    const strikes = read.corrupt ? await strike(store, ref) : 0;
    lost.push({ field: name, step: ref.step, sha: ref.$ref, gen: ref.gen, corrupt: read.corrupt, strikes });
    return [name, undefined];
  };
  const data = Object.fromEntries(await Promise.all(Object.entries(fields).map(load)));
  if (lost.length > 0) throw stateLost(step, lost);
  return data;
}

type Read = { value: unknown } | { corrupt: boolean };

async function readRef(store: RunStore, ref: WireRef, field: RefField<unknown>): Promise<Read> {
  const bytes = await store.getBlob(blobOf(ref));
  if (bytes === 'missing') return { corrupt: false };
  if (bytes === 'corrupt') return { corrupt: true };
  const parsed = field.schema.safeParse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  return parsed.success ? { value: parsed.data } : { corrupt: true };
}

async function strike(store: RunStore, ref: WireRef): Promise<number> {
  const strikes = await store.strike(ref.step, ref.gen);
  await store.dropBlob(blobOf(ref));
  return strikes;
}

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
  const packOne = async (name: string, field: Fields[string], content: unknown): Promise<unknown> => {
    const schema = isRefField(field) ? field.schema : field;
    const checked = schema.safeParse(content);
    if (!checked.success) {
      throw final('OutputInvalid', `${producer}: ${name} is not what the step declares: ${checked.error.message}`);
    }
    if (!isRefField(field)) return checked.data;
    const ref = await putRef(store, producer, gen, checked.data);
    blobs.push(blobOf(ref));
    return ref;
  };
  const output = isFields(shape) ? await packFields(shape, value, packOne) : await packOne('the output', shape, value);
  checkInline(producer, output);
  return { output, blobs, bytes: blobs.reduce((sum, blob) => sum + blob.bytes, 0) };
}

type PackOne = (name: string, field: Fields[string], content: unknown) => Promise<unknown>;

async function packFields(fields: Fields, value: unknown, packOne: PackOne): Promise<Record<string, unknown>> {
  const given = new Map(Object.entries(typeof value === 'object' && value !== null ? value : {}));
  const packed = Object.entries(fields).map(async ([name, field]) => [
    name,
    await packOne(name, field, given.get(name)),
  ]);
  return Object.fromEntries(await Promise.all(packed)) as Record<string, unknown>;
}

/** Stores `content` under the hash of its canonical JSON. */
async function putRef(store: RunStore, producer: string, gen: number, content: unknown): Promise<WireRef> {
  try {
    const blob = await store.putBlob(Buffer.from(canonicalJson(content), 'utf8'));
    const items = Array.isArray(content) ? { items: content.length } : {};
    return { $ref: blob.sha, step: producer, bytes: blob.bytes, ...items, gen };
  } catch (error) {
    if (error instanceof ValueTooLarge) throw final('TooLarge', `${producer}: ${messageOf(error)}`, { cause: error });
    throw error;
  }
}

function checkInline(producer: string, output: unknown): void {
  const bytes = Buffer.byteLength(canonicalJson(output));
  if (bytes > INLINE_BYTES) {
    throw final(
      'TooLarge',
      `${producer}: inline output has ${bytes} bytes, at most ${INLINE_BYTES}: mark large fields with ref()`,
    );
  }
}
