/** What a step gives must be JSON. What is not is named with its place, and is final: the same code would give it again. */
import type { z } from 'zod';
import { canonicalJson } from '../../../redis/canonical';
import { nonRetryable, messageOf } from '../errors';
import { jsonInSlices } from './slices';

export { issuesIn } from '../../../workflows/kit/issues';

/** So deep, and so many values, are looked at to name the place. */
const MAX_DEPTH = 100;
const MAX_LOOKED_AT = 100_000;

/** The canonical JSON of `value`. Throws `OutputInvalid`, final, naming `what` and the place that JSON cannot hold. */
export function jsonOf(what: string, value: unknown): string {
  try {
    return canonicalJson(value);
  } catch (error) {
    throw notStorable(what, value, error);
  }
}

/** The canonical JSON of a list, which others have their turn beside. Throws as `jsonOf` does. */
export async function jsonOfList(what: string, list: readonly unknown[]): Promise<Uint8Array> {
  try {
    return await jsonInSlices(list);
  } catch (error) {
    throw notStorable(what, list, error);
  }
}

const notStorable = (what: string, value: unknown, error: unknown): Error =>
  nonRetryable('OutputInvalid', `${what} cannot be stored as JSON: ${whyNoJson(value) ?? messageOf(error)}`);

/** What `schema` says of a value. Throws `OutputInvalid`, final, where the schema, or reading the value, throws. */
export function checkedBy(schema: z.ZodType, what: string, read: () => unknown): z.ZodSafeParseResult<unknown> {
  try {
    return schema.safeParse(read());
  } catch (error) {
    throw nonRetryable('OutputInvalid', `${what} could not be checked: ${messageOf(error)}`);
  }
}

/** Where a value is not JSON, and what is there: `.rows[3].price is NaN`. Undefined where that is not found. */
export function whyNoJson(value: unknown): string | undefined {
  let left = MAX_LOOKED_AT;
  const above = new Set<object>();
  const look = (here: unknown, place: string): string | undefined => {
    const odd = oddOf(here);
    if (odd !== undefined) return `${place === '' ? 'it' : place} is ${odd}`;
    if (typeof here !== 'object' || here === null || (left -= 1) < 0) return undefined;
    if (above.has(here)) return `${place} is the object that it lies in`;
    if (above.size > MAX_DEPTH) return `${place.slice(0, MAX_DEPTH)}… lies deeper than ${MAX_DEPTH} objects`;
    above.add(here);
    for (const [key, read] of fieldsOf(here)) {
      const why = look(read, `${place}${key}`);
      if (why !== undefined) return why;
    }
    above.delete(here);
    return undefined;
  };
  try {
    if (value === undefined) return 'it is undefined';
    return look(value, '');
  } catch {
    // A getter, a proxy or toJSON threw: what it threw is what canonicalJson has told.
    return undefined;
  }
}

function oddOf(value: unknown): string | undefined {
  if (typeof value === 'bigint') return `the BigInt ${value}`;
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return typeof value === 'function' || typeof value === 'symbol' ? `a ${typeof value}` : undefined;
}

/** Undefined fields are left out of JSON, and null in lists: neither is odd. */
function fieldsOf(value: object): [string, unknown][] {
  const toJson = (value as { toJSON?: unknown }).toJSON;
  if (typeof toJson === 'function') return [['', toJson.call(value)]];
  if (Array.isArray(value)) return value.map((one, i) => [`[${i}]`, one]);
  return Object.entries(value).map(([key, one]) => [`.${key}`, one]);
}
