import { z } from 'zod';
import type { Fields, Json, MappedField, Output, RefField } from '../contract';

/** Marks a field that travels by reference; `schema` is checked when it is written and when it is read. */
export function ref<T extends Json>(schema: z.ZodType<T>): RefField<T> {
  return { by: 'ref', schema };
}

/** Marks the output of a map step as an input: every item's id, outcome and value or reason. */
export function mapped<T extends Json>(schema: z.ZodType<T>): MappedField<T> {
  return { by: 'mapped', schema: z.array(mapEntry(schema)) };
}

export function mapEntry(value: z.ZodType): z.ZodType {
  return z.discriminatedUnion('outcome', [
    z.object({ id: z.string(), outcome: z.literal('ok'), value }),
    z.object({ id: z.string(), outcome: z.literal('failed'), reason: z.string() }),
    z.object({ id: z.string(), outcome: z.literal('skipped'), reason: z.string() }),
  ]);
}

const count = z.number().int().nonnegative();
export const MapCounts = z.object({ total: count, ok: count, failed: count, skipped: count, cached: count });
export type MapCounts = z.infer<typeof MapCounts>;

/** A reference as it comes off the wire. */
export const WireRef = z.object({
  $ref: z.string().regex(/^[0-9a-f]{64}$/),
  step: z.string().max(200),
  bytes: z.number().int().nonnegative(),
  items: z.number().int().nonnegative().optional(),
  gen: z.number().int().nonnegative(),
  counts: MapCounts.optional(),
  view: z.literal('ok').optional(),
});
export type WireRef = z.infer<typeof WireRef>;

export function isRefField(field: Output): field is RefField<unknown> {
  return 'by' in field && (field.by === 'ref' || field.by === 'mapped') && 'schema' in field;
}

/** A step's output is a list of fields unless it is one reference or one schema. */
export function isFields(output: Output): output is Fields {
  return !isRefField(output) && !(output instanceof z.ZodType);
}

/** The zod schema of the wire form of a list of fields: references stay references. */
export function wireSchema(fields: Fields): z.ZodType<Record<string, unknown>> {
  return z.strictObject(
    Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, isRefField(field) ? WireRef : field])),
  );
}
