import { webcrypto } from 'node:crypto';
import { sha256 } from './canonical';
import { BlobTooLarge } from './errors';
import { headerBytes, readHeader, seal, unseal } from './envelope';
import { chunkCount, type RunKeys } from './keys';
import { limits } from './limits';
import type { DataCommands } from './link';
import type { RunIndex } from './runIndex';
import type { BlobName } from './types';

/** @returns the name of this content: sha256 and length of the raw bytes, whatever the codec. */
export function nameOf(bytes: Uint8Array): BlobName {
  return { sha: sha256(bytes), bytes: bytes.length };
}

/** The same; of much content in the thread pool: the event loop must keep renewing leases. */
async function nameBeside(bytes: Uint8Array): Promise<BlobName> {
  if (bytes.length <= limits.threadPoolAboveBytes) return nameOf(bytes);
  const digest = await webcrypto.subtle.digest('SHA-256', bytes);
  return { sha: Buffer.from(digest).toString('hex'), bytes: bytes.length };
}

/**
 * Immutable blobs of one run, in chunks of 256 KiB raw content.
 *
 * Written by a plain SET (not NX): the same content again repairs a corrupt chunk and renews the TTL. Writing needs no
 * fence, because the name is the content; what counts is the record that points here.
 */
export class Blobs {
  constructor(
    private readonly redis: DataCommands,
    private readonly keys: RunKeys,
    private readonly index: RunIndex,
    private readonly ttlMs: number,
  ) {}

  async put(bytes: Uint8Array): Promise<BlobName> {
    if (bytes.length > limits.blobBytes) throw new BlobTooLarge(bytes.length, limits.blobBytes);
    const named = this.named(bytes);
    await this.inGroups(bytes.length, async (index) => {
      const start = index * limits.chunkBytes;
      const sealing = seal(bytes.subarray(start, start + limits.chunkBytes), bytes.length);
      const [{ sha }, stored] = await Promise.all([named, sealing]);
      await this.redis.set(this.keys.chunk(sha, index), stored, 'PX', this.ttlMs);
    });
    return named;
  }

  /** @returns the name, once the index has it. */
  private async named(bytes: Uint8Array): Promise<BlobName> {
    const blob = await nameBeside(bytes);
    await this.index.add(this.keys.chunks(blob));
    return blob;
  }

  /** `corrupt`: some chunk or the whole differs from its checksum; delete the blob, then it is missing. */
  async get(blob: BlobName): Promise<Uint8Array | 'missing' | 'corrupt'> {
    if (blob.bytes > limits.blobBytes) return 'corrupt';
    // In one piece from the beginning: of pieces and whole together a large blob would take twice its memory.
    const bytes = Buffer.allocUnsafeSlow(blob.bytes);
    let fault: 'missing' | 'corrupt' | undefined;
    await this.inGroups(blob.bytes, async (index) => {
      if (fault) return;
      const stored = await this.redis.getBuffer(this.keys.chunk(blob.sha, index));
      const chunk = stored === null ? 'missing' : await unseal(stored, rawChunkBytes(blob, index), blob.bytes);
      if (typeof chunk === 'string') fault ??= chunk;
      else bytes.set(chunk, index * limits.chunkBytes);
    });
    if (fault) return fault;
    return (await nameBeside(bytes)).sha === blob.sha ? bytes : 'corrupt';
  }

  /** For a caller that knows the sha only: the length stands in the envelope of the first chunk. */
  async lookUp(sha: string): Promise<BlobName | undefined> {
    const header = readHeader(await this.redis.getrangeBuffer(this.keys.chunk(sha, 0), 0, headerBytes - 1));
    return header && { sha, bytes: header.blobBytes };
  }

  async drop(blob: BlobName): Promise<void> {
    await this.redis.unlink(...this.keys.chunks(blob));
  }

  /** Renews the TTL of all these blobs; false when any chunk is missing. */
  async touch(blobs: BlobName[]): Promise<boolean> {
    const keys = blobs.flatMap((blob) => this.keys.chunks(blob));
    const found = await Promise.all(keys.map((key) => this.redis.pexpire(key, this.ttlMs)));
    return found.every((count) => count === 1);
  }

  /** Few chunks at a time: lock commands on other connections wait behind what Redis is reading or writing. */
  private async inGroups(bytes: number, handle: (index: number) => Promise<void>): Promise<void> {
    const count = chunkCount(bytes);
    for (let first = 0; first < count; first += limits.chunksInFlight) {
      const size = Math.min(limits.chunksInFlight, count - first);
      await Promise.all(Array.from({ length: size }, (_, offset) => handle(first + offset)));
    }
  }
}

function rawChunkBytes(blob: BlobName, index: number): number {
  return Math.min(limits.chunkBytes, blob.bytes - index * limits.chunkBytes);
}
