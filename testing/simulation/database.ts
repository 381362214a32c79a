import { RedisError } from './replies';

interface Kinds {
  string: string | Buffer;
  hash: Map<string, string>;
  set: Set<string>;
  zset: Map<string, number>;
}

type Kind = keyof Kinds;
export type Value = { [K in Kind]: { readonly kind: K; readonly value: Kinds[K] } }[Kind];

interface Entry {
  value: Value;
  expiresAtMs: number;
}

/** Keys, values and expiry. A key is gone from the millisecond on at which it expires. */
export class Database {
  private entries = new Map<string, Entry>();

  constructor(private readonly nowMs: () => number) {}

  get(key: string): Value | undefined {
    return this.live(key)?.value;
  }

  /** The value when it has this kind, undefined when there is none. Throws WRONGTYPE. */
  typed<K extends Kind>(key: string, kind: K): Kinds[K] | undefined {
    const value = this.get(key);
    if (value && value.kind !== kind) {
      throw new RedisError('WRONGTYPE Operation against a key holding the wrong kind of value');
    }
    return value?.value as Kinds[K] | undefined;
  }

  /** Sets the value and drops the expiry, as SET does; with `keepTtl` the expiry stays. */
  set(key: string, value: Value, { expiresAtMs = Infinity, keepTtl = false } = {}): void {
    this.entries.set(key, { value, expiresAtMs: keepTtl ? this.expiryOf(key) : expiresAtMs });
  }

  delete(key: string): boolean {
    const found = this.live(key) !== undefined;
    this.entries.delete(key);
    return found;
  }

  /** Infinity for a key that lives for ever or does not exist. */
  expiryOf(key: string): number {
    return this.live(key)?.expiresAtMs ?? Infinity;
  }

  expireAt(key: string, atMs: number): boolean {
    const entry = this.live(key);
    if (!entry) return false;
    if (atMs <= this.nowMs()) this.entries.delete(key);
    else entry.expiresAtMs = atMs;
    return true;
  }

  keys(): string[] {
    return [...this.entries.keys()].filter((key) => this.live(key));
  }

  clear(): void {
    this.entries.clear();
  }

  /** A deep copy of another database: what a replica holds. */
  copyFrom(other: Database): void {
    this.entries = new Map(
      [...other.entries].map(([key, { value, expiresAtMs }]) => [key, { value: copyOf(value), expiresAtMs }]),
    );
  }

  private live(key: string): Entry | undefined {
    const entry = this.entries.get(key);
    if (!entry || entry.expiresAtMs > this.nowMs()) return entry;
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
