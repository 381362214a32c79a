/** What is behind the references of a call: there and sound, or lost (design rules 11, 12). */
import { setImmediate as othersTurn } from 'node:timers/promises';
import type { RunStore } from '../../redis';
import type { Fields, LostInput, RefField } from './contract';
import { stateLost } from './errors';
import { isRefField, WireRef } from './fields';
import { Limiter } from './limiter';
import { blobOf } from './refs';

/** What a reference holds, or undefined when it is not what it should be. */
type Decode = (content: Uint8Array) => { value: unknown } | undefined;

interface Wanted {
  readonly field: string;
  readonly ref: WireRef;
  readonly decode: Decode;
}

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
  const wanted = Object.entries(fields).flatMap(([field, shape]): Wanted[] =>
    isRefField(shape) ? [{ field, ref: WireRef.parse(wire[field]), decode: jsonOf(shape.schema) }] : [],
  );
  const inline = Object.keys(fields).map((field) => [field, wire[field]]);
  const read = await loadAll(store, step, wanted);
  return Object.fromEntries([...inline, ...wanted.map(({ field }, i) => [field, read[i]])]) as Record<string, unknown>;
}

/** The same for contents as they are stored, which nobody has parsed; the fields of what is lost are `part 0`, `part 1` … */
export async function loadBytes(store: RunStore, step: string, refs: readonly WireRef[]): Promise<Uint8Array[]> {
  const wanted = refs.map((ref, i): Wanted => ({ field: `part ${i}`, ref, decode: (value) => ({ value }) }));
  return (await loadAll(store, step, wanted)) as Uint8Array[];
}

async function loadAll(store: RunStore, step: string, wanted: readonly Wanted[]): Promise<unknown[]> {
  const lost: LostInput[] = [];
  const load = async ({ field, ref, decode }: Wanted): Promise<unknown> => {
    const read = await readRef(store, ref, decode);
    if ('value' in read) return read.value;
    const strikes = read.corrupt ? await strike(store, ref) : 0;
    lost.push({ field, step: ref.step, sha: ref.$ref, gen: ref.gen, corrupt: read.corrupt, strikes });
    return undefined;
  };
  const values = await Promise.all(wanted.map(load));
  if (lost.length > 0) throw stateLost(step, lost);
  return values;
}

type Read = { value: unknown } | { corrupt: boolean };

async function readRef(store: RunStore, ref: WireRef, decode: Decode): Promise<Read> {
  const bytes = await store.getBlob(blobOf(ref));
  if (bytes === 'missing') return { corrupt: false };
  if (bytes === 'corrupt') return { corrupt: true };
  return (bytes.length > LARGE_BYTES ? await inTurn(() => decode(bytes)) : decode(bytes)) ?? { corrupt: true };
}

const jsonOf =
  (schema: RefField<unknown>['schema']): Decode =>
  (content) => {
    const parsed = schema.safeParse(JSON.parse(Buffer.from(content).toString('utf8')));
    return parsed.success ? { value: parsed.data } : undefined;
  };

/** Comments of so many bytes take about 0.6 ms to parse and check. */
const LARGE_BYTES = 256 * 1024;
const decoding = new Limiter(1);

/** One large content after another: of twenty shards that begin at once, heartbeats and renewals would else wait for all. */
function inTurn<T>(work: () => T): Promise<T> {
  return decoding.run(async () => {
    await othersTurn();
    return work();
  });
}

async function strike(store: RunStore, ref: WireRef): Promise<number> {
  const strikes = await store.strike(ref.step, ref.gen);
  await store.dropBlob(blobOf(ref));
  return strikes;
}
