/** What makes two inputs of a step the same, as the guard sees it too: references count by content, all else by value. */

/** Canonical JSON. */
export type Identity = string & { readonly identity: true };

/** The identity of an input that is JSON. References stand at its top, or in the fields of a shard's input. */
export const identityOf = (input: unknown): Identity =>
  JSON.stringify(canonical(JSON.parse(JSON.stringify(input ?? null)))) as Identity;

function canonical(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(canonical);
  if ('$ref' in value && typeof value.$ref === 'string')
    return { $ref: value.$ref, ...('view' in value ? { view: value.view } : {}) };
  const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(([key, field]) => [key, canonical(field)]));
}
