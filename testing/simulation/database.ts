import type { Bytes } from './bytes';
import { RedisError } from './replies';

export interface Kinds {
  string: Bytes;
  hash: Map<Bytes, Bytes>;
  set: Set<Bytes>;
  zset: Map<Bytes, number>;
}

type Kind = keyof Kinds;
export type Value = { [K in Kind]: { readonly kind: K; readonly value: Kinds[K] } }[Kind];

interface Entry {
  value: Value;
  expiresAtMs: number;
  /** Grows with every new key: the order of SCAN. */
  readonly serial: number;
}

/**
 * Keys (as bytes, see bytes.ts), values and expiry. As in Redis, expiry counts whole milliseconds, and a key is gone
 * after the one it expires in: a lease lives as long as it says, and up to a millisecond longer.
 */
export class Database {
  private entries = new Map<Bytes, Entry>();
  private serials = 0;

  constructor(private readonly clockMs: () => number) {}

  get(key: Bytes): Value | undefined {
    return this.live(key)?.value;
  }

  /** The value when it has this kind, undefined when there is none. Throws WRONGTYPE. */
  typed<K extends Kind>(key: Bytes, kind: K): Kinds[K] | undefined {
    const value = this.get(key);
    if (value && value.kind !== kind) {
      throw new RedisError('WRONGTYPE Operation against a key holding the wrong kind of value');
    }
    return value?.value as Kinds[K] | undefined;
  }

  /** Sets the value and drops the expiry, as SET does; with `keepTtl` the expiry stays. */
  set(key: Bytes, value: Value, { expiresAtMs = Infinity, keepTtl = false } = {}): void {
    const before = this.live(key);
    this.entries.set(key, {
      value,
      expiresAtMs: keepTtl ? (before?.expiresAtMs ?? Infinity) : expiresAtMs,
      serial: before?.serial ?? (this.serials += 1),
    });
  }

  delete(key: Bytes): boolean {
    const found = this.live(key) !== undefined;
    this.entries.delete(key);
    return found;
  }

  /** ms since 1970; Infinity for a key that lives for ever or does not exist. */
  expiryOf(key: Bytes): number {
    return this.live(key)?.expiresAtMs ?? Infinity;
  }

  /** A time that is over deletes the key at once. @returns whether there was a key. */
  expireAt(key: Bytes, atMs: number): boolean {
    const entry = this.live(key);
    if (!entry) return false;
    if (atMs <= this.nowMs) this.entries.delete(key);
    else entry.expiresAtMs = atMs;
    return true;
  }

  keys(): Bytes[] {
    return this.after(0, Infinity).keys;
  }

  /** At most `count` keys that came after `cursor`, and the cursor to go on from; 0 when these were the last. */
  after(cursor: number, count: number): { keys: Bytes[]; cursor: number } {
    const keys: Bytes[] = [];
    let last = 0;
    for (const [key, { serial }] of this.entries) {
      if (serial <= cursor || !this.live(key)) continue;
      if (keys.length >= count) return { keys, cursor: last };
      keys.push(key);
      last = serial;
    }
    return { keys, cursor: 0 };
  }

  clear(): void {
    this.entries.clear();
  }

  /** A deep copy of another database: what a replica holds. */
  copyFrom(other: Database): void {
    this.entries = new Map([...other.entries].map(([key, entry]) => [key, { ...entry, value: copyOf(entry.value) }]));
    this.serials = other.serials;
  }

  private get nowMs(): number {
    return Math.floor(this.clockMs());
  }

  private live(key: Bytes): Entry | undefined {
    const entry = this.entries.get(key);
    if (!entry || entry.expiresAtMs >= this.nowMs) return entry;
    this.entries.delete(key);
    return undefined;
  }
}

function copyOf(value: Value): Value {
  switch (value.kind) {
    case 'string':
      return value;
    case 'hash':
      return { kind: 'hash', value: new Map(value.value) };
    case 'set':
      return { kind: 'set', value: new Set(value.value) };
    case 'zset':
      return { kind: 'zset', value: new Map(value.value) };
  }
}
