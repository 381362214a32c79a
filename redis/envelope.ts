/**
 * How one chunk of a blob is stored:
 *
 *   byte 0      version, 2
 *   byte 1      codec: 0 raw, 1 brotli
 *   bytes 2-5   raw bytes of the whole blob, unsigned big endian
 *   bytes 6-9   CRC-32 of the payload as stored, unsigned big endian
 *   then        payload
 *
 * The checksum is of the stored bytes, so nothing is decompressed before it was verified; the size of the raw chunk is
 * known beforehand, so no payload can blow up beyond it. It finds accidents. Whether the content is the right one, the sha256
 * that names the blob decides.
 */
import { promisify } from 'node:util';
import {
  brotliCompress,
  brotliCompressSync,
  brotliDecompress,
  brotliDecompressSync,
  constants,
  crc32,
  type BrotliOptions,
} from 'node:zlib';
import { limits } from './limits';

const VERSION = 2;
const CODEC_RAW = 0;
const CODEC_BROTLI = 1;
const CHECKSUM_START = 6;
export const headerBytes = CHECKSUM_START + 4;

/**
 * Quality 1: 473 MB/s at a ratio of 4.4 on order-like JSON; Node's default (11) reaches 1 MB/s. Output in one piece: by default
 * every 16 KB of it are a trip of their own to the thread pool.
 */
const compression: BrotliOptions = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 }, chunkSize: limits.chunkBytes };
/** What does not shrink in its first 4 KB (0.02 ms) is stored as it is: images, archives, what was encrypted. */
const PROBE_BYTES = 4096;

const compressAsync = promisify<Uint8Array, BrotliOptions, Buffer>(brotliCompress);
const decompressAsync = promisify<Uint8Array, BrotliOptions, Buffer>(brotliDecompress);

/** @returns the stored form of one raw chunk of a blob that has `blobBytes` in all. */
export async function seal(raw: Uint8Array, blobBytes: number): Promise<Buffer> {
  const compressed = raw.length > limits.compressAboveBytes && mayShrink(raw) ? await compress(raw) : raw;
  const shrunk = compressed.length < raw.length;
  const payload = shrunk ? compressed : raw;
  const header = Buffer.alloc(headerBytes);
  header.writeUInt8(VERSION, 0);
  header.writeUInt8(shrunk ? CODEC_BROTLI : CODEC_RAW, 1);
  header.writeUInt32BE(blobBytes, 2);
  header.writeUInt32BE(crc32(payload), CHECKSUM_START);
  return Buffer.concat([header, payload]);
}

/** @returns the raw chunk, or `corrupt` when it is not exactly what `seal` wrote for these sizes. */
export async function unseal(stored: Buffer, rawBytes: number, blobBytes: number): Promise<Uint8Array | 'corrupt'> {
  const header = readHeader(stored);
  if (header?.blobBytes !== blobBytes) return 'corrupt';
  const payload = stored.subarray(headerBytes);
  if (crc32(payload) !== header.checksum) return 'corrupt';
  if (header.codec === CODEC_RAW) return payload.length === rawBytes ? payload : 'corrupt';
  const raw = await decompress(payload, rawBytes);
  return raw?.length === rawBytes ? raw : 'corrupt';
}

/** @returns what a header says, or undefined when there is none of this version. */
export function readHeader(stored: Buffer): { codec: number; blobBytes: number; checksum: number } | undefined {
  if (stored.length < headerBytes || stored.readUInt8(0) !== VERSION) return undefined;
  const codec = stored.readUInt8(1);
  if (codec !== CODEC_RAW && codec !== CODEC_BROTLI) return undefined;
  return { codec, blobBytes: stored.readUInt32BE(2), checksum: stored.readUInt32BE(CHECKSUM_START) };
}

function mayShrink(raw: Uint8Array): boolean {
  if (raw.length < 10 * PROBE_BYTES) return true;
  const probe = raw.subarray(0, PROBE_BYTES);
  return brotliCompressSync(probe, { params: compression.params }).length < 0.9 * probe.length;
}

/** Above 100 KB in the thread pool: the event loop must keep renewing leases. */
async function compress(raw: Uint8Array): Promise<Buffer> {
  return raw.length > limits.threadPoolAboveBytes
    ? compressAsync(raw, compression)
    : brotliCompressSync(raw, compression);
}

async function decompress(payload: Uint8Array, rawBytes: number): Promise<Buffer | undefined> {
  const bounded: BrotliOptions = { maxOutputLength: Math.max(1, rawBytes), chunkSize: Math.max(1024, rawBytes) };
  try {
    return rawBytes > limits.threadPoolAboveBytes
      ? await decompressAsync(payload, bounded)
      : brotliDecompressSync(payload, bounded);
  } catch {
    // No valid brotli, or longer than announced: either way not what was stored.
    return undefined;
  }
}
