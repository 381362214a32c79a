import { createHash } from 'node:crypto';
import { Hold } from '../../../redis';
import type { BlobName, Clock, RunStore } from '../../../redis';

/** Blobs and strikes in memory: what `refs.ts` asks of a run. */
export class FakeBlobs {
  readonly blobs = new Map<string, Uint8Array | 'corrupt'>();
  readonly struck = new Map<string, Set<number>>();

  putBlob(bytes: Uint8Array): Promise<BlobName> {
    const sha = createHash('sha256').update(bytes).digest('hex');
    this.blobs.set(sha, bytes);
    return Promise.resolve({ sha, bytes: bytes.length });
  }

  getBlob({ sha }: BlobName): Promise<Uint8Array | 'missing' | 'corrupt'> {
    return Promise.resolve(this.blobs.get(sha) ?? 'missing');
  }

  /** Takes a while: who does not wait for it still finds the blob. */
  async dropBlob({ sha }: BlobName): Promise<void> {
    await new Promise((resolve) => void setImmediate(resolve));
    this.blobs.delete(sha);
  }

  strike(step: string, gen: number): Promise<number> {
    const gens = this.struck.get(step) ?? new Set();
    this.struck.set(step, gens.add(gen));
    return Promise.resolve(gens.size);
  }

  get store(): RunStore {
    return this as unknown as RunStore;
  }
}

/** A hold whose time stands still until `pass`; it is never renewed. */
export function stillHold(leaseMs = 1000): { hold: Hold; pass: (ms: number) => void } {
  let now = 0;
  // Short pauses end at once; the timers of the hold itself never fire.
  const after: Clock['after'] = (delayMs, fire) => {
    if (delayMs <= 50) setImmediate(fire);
    return () => undefined;
  };
  const clock: Clock = { nowMs: () => now, after };
  const renew = () => Promise.resolve({ word: 'held', pttlMs: leaseMs } as const);
  return { hold: new Hold({ name: 'a lock', token: 7, leaseMs, sentAt: 0, renew, clock }), pass: (ms) => (now += ms) };
}
