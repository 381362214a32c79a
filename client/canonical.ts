import { createHash } from 'node:crypto';
import { configure } from 'safe-stable-stringify';

const stringify = configure({ strict: true, deterministic: true });

/** JSON with sorted keys and without undefined fields: two jobs are the same input when these texts are equal. */
export function canonicalJson(value: unknown): string {
  return stringify(value) ?? 'null';
}

/** sha256 as lower-case hex. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
