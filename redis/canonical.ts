import { createHash } from 'node:crypto';
import { configure } from 'safe-stable-stringify';

const stringify = configure({ strict: true, deterministic: true });

/**
 * Canonical JSON: keys sorted, `undefined` fields left out. The identity of everything: input hashes and references are
 * sha256 of this text, for the guard that stores them and for the client that compares. Throws a TypeError for what JSON cannot hold (NaN, bigint, functions, cycles).
 */
export function canonicalJson(value: unknown): string {
  const text = stringify(value);
  if (text === undefined) throw new TypeError('undefined has no canonical JSON form');
  return text;
}

/**
 * The canonical JSON of several arrays one after another in one, made of the canonical JSON of each. Nothing is parsed: to
 * parse and check 30,000 items stops the event loop for longer than a lease.
 */
export function joinedArrays(arrays: readonly Uint8Array[]): Buffer {
  const inner = arrays.map((json) => json.subarray(1, -1)).filter((items) => items.length > 0);
  const pieces = inner.flatMap((items, i) => (i === 0 ? [items] : [Buffer.from(','), items]));
  return Buffer.concat([Buffer.from('['), ...pieces, Buffer.from(']')]);
}

/** sha256 as lower-case hex. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

export function hashOf(value: unknown): string {
  return sha256(canonicalJson(value));
}
