/** What a run remembers besides its steps: decisions of the body (`once:`), questions and answers (`asked:`, `answer:`), accepted maps. */
import { stop } from './failure';
import type { Kernel } from './kernel';
import { kit } from './own';
import { jsonBytes, quoted, sizes, utf8Bytes } from './shapes';

/** All facts of a run travel together when it opens again, so they are bounded together. */
export class Facts {
  private readonly known = new Map<string, unknown>();
  /** How many are remembered, or about to be, and their bytes. */
  private count = 0;
  private bytes = 0;
  /** Under way, by key: whoever asks meanwhile gets the same. */
  readonly asked = new Map<string, Promise<unknown>>();

  take(remembered: Readonly<Record<string, unknown>>): void {
    for (const [key, value] of Object.entries(remembered)) {
      this.known.set(key, value);
      this.count += 1;
      this.bytes += utf8Bytes(key) + (jsonBytes(value) ?? 0);
    }
  }

  has(key: string): boolean {
    return this.known.has(key);
  }

  get(key: string): unknown {
    return this.known.get(key);
  }

  set(key: string, value: unknown): void {
    this.known.set(key, value);
  }

  /** Those of this execution whose key begins so. Another execution of the id still finds them. */
  forget(prefix: string): void {
    for (const key of this.known.keys()) if (key.startsWith(prefix)) this.known.delete(key);
  }

  all(): Readonly<Record<string, unknown>> {
    return Object.fromEntries(this.known);
  }

  /** Whether there is room for what may be remembered as well: half of all is kept for what must be. */
  hasRoomFor(value: unknown): boolean {
    return this.count < sizes.facts / 2 && this.bytes + (jsonBytes(value) ?? Infinity) < sizes.factsBytes / 2;
  }

  /** @returns the bytes of a fact that is about to be remembered. Throws what stops the run where it is too much. */
  admit(key: string, value: unknown): number {
    const what = `what '${key}' is to remember`;
    const bytes = jsonBytes(value);
    if (bytes === undefined) throw stop('NotJson', `${what} is no JSON (a BigInt, a cycle, a function?)`);
    if (bytes > sizes.inlineBytes)
      throw stop(
        'TooLarge',
        `${what} has ${bytes} bytes, at most ${sizes.inlineBytes}: let a step return it by reference`,
      );
    this.count += 1;
    this.bytes += bytes + utf8Bytes(key);
    if (this.count > sizes.facts || this.bytes > sizes.factsBytes)
      throw stop(
        'TooLarge',
        `it remembers ${this.count} facts of ${this.bytes} bytes together, at most ${sizes.facts} of ${sizes.factsBytes}`,
      );
    return bytes;
  }
}

/** Throws what stops the run where a fact is to be remembered under too long a name. */
export function mustBeName(key: string): void {
  if (utf8Bytes(key) > sizes.nameBytes)
    throw stop('TooLarge', `a name has more than ${sizes.nameBytes} bytes: ${quoted(key)}`);
}

/**
 * Remembers a fact for the life of the run, and returns the one that stands: another execution of the id may have been
 * first.
 */
export async function remember(kernel: Kernel, key: string, value: unknown): Promise<unknown> {
  const bytes = kernel.facts.admit(key, value);
  return kernel.room.with(bytes, async () => {
    const stands = await kit(kernel, 'kit.remember', { key, value });
    kernel.facts.set(key, stands);
    return stands;
  });
}
