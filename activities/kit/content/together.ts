/** Who shares ends its share here: an attempt of a shard. */
export type AtEnd = (end: () => void) => void;

interface Share<T> {
  readonly value: Promise<T>;
  sharing: number;
}

/**
 * What several at work at the same time need is made once, and kept while one of them works. Who comes after the last has ended makes it
 * anew: nothing here outlives the attempts, so what is gone from Redis is noticed as if each had read it.
 */
export class Together<T> {
  private readonly shares = new Map<string, Share<T>>();

  /** @param stays whether it may be given to others; what may not, and a `make` that rejects, is forgotten at once. */
  async get(key: string, atEnd: AtEnd, make: () => Promise<T>, stays: (value: T) => boolean): Promise<T> {
    const share = this.shares.get(key) ?? { value: make(), sharing: 0 };
    this.shares.set(key, share);
    share.sharing += 1;
    const forget = (): void => {
      if (this.shares.get(key) === share) this.shares.delete(key);
    };
    atEnd(() => {
      share.sharing -= 1;
      if (share.sharing === 0) forget();
    });
    try {
      const value = await share.value;
      if (!stays(value)) forget();
      return value;
    } catch (error) {
      forget();
      throw error;
    }
  }
}
