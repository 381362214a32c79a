/** Work on stored contents, for threads: what it is given is read and checked there, and what it makes is checked and written there. */
import type { z } from 'zod';
// Not from the kit's index: with that a thread would load all of Temporal's packages.
import { Stored } from '../kit/content/stored';

/** As contents arrive from another thread, and leave: plain data. */
export type Sent<T> = Pick<Stored<T>, 'json' | 'items'>;
export type AllSent<I> = { readonly [K in keyof I]: Sent<I[K]> };
type Schemas<I> = { readonly [K in keyof I]: z.ZodType<I[K]> };

/** Why a content is not read: a final failure of the step, which the caller makes of it. */
export interface Refused {
  readonly refused: string;
}

/** @returns what the contents hold, or the first that is not of its form. */
export function readSent<I extends object>(schemas: Schemas<I>, sent: AllSent<I>): I | Refused {
  const read: Partial<I> = {};
  for (const name of Object.keys(schemas) as (keyof I & string)[]) {
    const one = new Stored<I[typeof name]>(sent[name].json).read(schemas[name]);
    if ('refused' in one) return { refused: `its input '${name}' ${one.refused}` };
    read[name] = one.value;
  }
  return read as I;
}

/** A task on contents: `run`, with what it is given read before and what it makes written after. */
export function onStored<I extends object, O>(schemas: Schemas<I>, output: z.ZodType<O>, run: (input: I) => O) {
  return (sent: AllSent<I>): Sent<O> | Refused => {
    const input = readSent(schemas, sent);
    return 'refused' in input ? (input as Refused) : Stored.of(output.parse(run(input)));
  };
}

/** Memory of contents that may change hands, which copies nothing: whoever sent it has it no more. */
export function memoryOf(sent: unknown): ArrayBuffer[] {
  if (typeof sent !== 'object' || sent === null) return [];
  return Object.values(sent).flatMap((one: unknown) => {
    if (!(one instanceof Stored)) return [];
    const { buffer, byteLength } = one.json;
    return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];
  });
}
