/** Keys that authors name: a text of at most 255 bytes, which providers take as an idempotency key. */
import { hashOf } from '../../../redis/canonical';
import type { AnyStepDefinition } from './define';
import { nonRetryable, messageOf } from '../errors';

const MAX_KEY_BYTES = 255;

/** The key that `name` gives, or what is wrong with it. */
export function keyFrom(name: () => unknown): { readonly key: string } | { readonly fault: string } {
  try {
    const key = name();
    if (typeof key !== 'string' || key === '') return { fault: 'its idempotencyKey is no text' };
    const bytes = Buffer.byteLength(key);
    return bytes <= MAX_KEY_BYTES
      ? { key }
      : { fault: `its idempotencyKey has ${bytes} bytes, at most ${MAX_KEY_BYTES}` };
  } catch (error) {
    return { fault: `its idempotencyKey() failed: ${messageOf(error)}` };
  }
}

/**
 * What is sent: the key as its author names it. Made again after it was undone, the effect needs another one, for the first
 * would only bring back the first answer; `charge-4711#2` says which time it is. A key that has no room for that is hashed.
 */
export function keyOfRepeat(key: string, time = 1): string {
  if (time < 2) return key;
  const repeated = `${key}#${time}`;
  return Buffer.byteLength(repeated) <= MAX_KEY_BYTES ? repeated : hashOf([key, time]);
}

/**
 * The business key of a call of this step with this data; undefined where its author names none. Throws `InputInvalid`,
 * final, where the author's function does not give one: the same input never will.
 */
export function ownKeyOf(
  step: string,
  { idempotencyKey }: AnyStepDefinition,
  data: Record<string, unknown>,
): string | undefined {
  if (!idempotencyKey) return undefined;
  const named = keyFrom(() => idempotencyKey(data as never));
  if ('key' in named) return named.key;
  throw nonRetryable('InputInvalid', `${step}: ${named.fault}. Mend it, then retry the step.`);
}
