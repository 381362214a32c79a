import { createHash } from 'node:crypto';
import { configure } from 'safe-stable-stringify';

const stringify = configure({ strict: true, deterministic: true });

/**
 * Canonical JSON: keys sorted, `undefined` fields left out. The identity of everything: input hashes and references are
 * sha256 of this text. Throws a TypeError for what JSON cannot hold (NaN, bigint, functions, cycles).
 */
export function canonicalJson(value: unknown): string {
  const text = stringify(value);
  if (text === undefined) throw new TypeError('undefined has no canonical JSON form');
  return text;
}

/** sha256 as lower-case hex. */
function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

export function hashOf(value: unknown): string {
  return sha256(canonicalJson(value));
}
