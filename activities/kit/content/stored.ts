/** Contents as they lie in their blobs, for steps that leave their work to a thread: what is large never holds up the event loop. */
import type { z } from 'zod';
import { issuesIn } from '../../../workflows/kit/issues';
import { canonicalJson } from '../../../redis/canonical';
import type { RefField } from '../contract';

declare const content: unique symbol;

/** The canonical JSON of a value. Whoever reads it checks it. */
export class Stored<T> {
  declare readonly [content]?: T;

  /** @param items how many, where it is an array. */
  constructor(
    readonly json: Uint8Array,
    readonly items?: number | undefined,
  ) {}

  static of<T>(value: T): Stored<T> {
    const json = Buffer.from(canonicalJson(value), 'utf8');
    return new Stored(json, Array.isArray(value) ? value.length : undefined);
  }

  /** The value, or why it is none of this schema. */
  read(schema: z.ZodType<T>): { readonly value: T } | { readonly refused: string } {
    const { success, data, error } = schema.safeParse(parsed(this.json));
    return success ? { value: data } : { refused: `is not what it declares: ${issuesIn(error)}` };
  }
}

/** What stored JSON says. The bytes are not copied. */
export const parsed = (json: Uint8Array): unknown =>
  JSON.parse(Buffer.from(json.buffer, json.byteOffset, json.byteLength).toString('utf8'));

/** Marks a field whose content is handed to the step as it is stored; `run` passes it on to a thread, which reads it. */
export function stored<F extends RefField<unknown>>(field: F): F & { readonly stored: true } {
  return { ...field, stored: true };
}
