import { createHash, randomBytes } from 'node:crypto';
import { brotliCompressSync, constants, crc32 } from 'node:zlib';
import { BlobTooLarge, type BlobName, type RunStore } from '../../redis';
import { useAnyRedis } from '../support/redis';
import { newRun } from './requests';

const redis = useAnyRedis();
const KIB = 1024;

async function chunkKeys({ sha }: BlobName): Promise<string[]> {
  return (await redis.keys()).filter((key) => key.includes(`:b:${sha}`)).toSorted();
}

/** Rewrites the stored form of a blob's first chunk. */
async function tamper(blob: BlobName, change: (stored: Buffer) => Buffer): Promise<void> {
  const [key = ''] = await chunkKeys(blob);
  const stored = await redis.raw.getBuffer(key);
  await redis.raw.set(key, change(stored ?? Buffer.alloc(0)), 'PX', 60_000);
}

async function textBlob(run: RunStore): Promise<BlobName> {
  return run.putBlob(Buffer.from(`comment ${Math.random()} `.repeat(1000)));
}

test.each([
  ['nothing', Buffer.alloc(0), 1],
  ['a short text', Buffer.from('{"a":1}'), 1],
  ['exactly one chunk', randomBytes(256 * KIB), 1],
  ['one byte more', randomBytes(256 * KIB + 1), 2],
  ['a long text', Buffer.from('comment '.repeat(200_000)), 7],
])('%s comes back byte for byte', async (_title, bytes, chunks) => {
  const run = newRun(redis.store);
  const blob = await run.putBlob(bytes);
  expect(blob).toEqual({ sha: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length });
  expect(await chunkKeys(blob)).toHaveLength(chunks);
  expect(bytes.equals((await run.getBlob(blob)) as Uint8Array)).toBe(true);
  expect(await run.blobNamed(blob.sha)).toEqual(blob);
});

test('text is stored compressed, noise as it is', async () => {
  const run = newRun(redis.store);
  const [text = ''] = await chunkKeys(await run.putBlob(Buffer.from('comment '.repeat(10_000))));
  const [noise = ''] = await chunkKeys(await run.putBlob(randomBytes(80_000)));
  expect(await redis.raw.strlen(text)).toBeLessThan(8000);
  expect(await redis.raw.strlen(noise)).toBe(80_010);
});

test('a missing blob, or one with a missing chunk, is missing, and touch says so', async () => {
  const run = newRun(redis.store);
  const whole = await textBlob(run);
  const torn = await run.putBlob(randomBytes(600 * KIB));
  expect(await run.touch([whole, torn])).toBe(true);
  await redis.raw.del((await chunkKeys(torn))[1] ?? '');
  expect(await run.getBlob(torn)).toBe('missing');
  expect(await run.touch([whole, torn])).toBe(false);
  await run.dropBlob(whole);
  expect(await run.getBlob(whole)).toBe('missing');
  expect(await run.blobNamed(whole.sha)).toBeUndefined();
  expect(await run.touch([])).toBe(true);
});

test.each([
  ['a flipped bit in the payload', (stored: Buffer) => flip(stored, stored.length - 1)],
  ['a flipped bit in the checksum', (stored: Buffer) => flip(stored, 6)],
  ['an unknown version', (stored: Buffer) => flip(stored, 0)],
  ['an unknown codec', (stored: Buffer) => flip(stored, 1)],
  ['another length', (stored: Buffer) => flip(stored, 5)],
  ['a value cut in its header', (stored: Buffer) => stored.subarray(0, 8)],
  ['a value cut in its payload', (stored: Buffer) => stored.subarray(0, 20)],
])('%s is corrupt, and storing the content again repairs it', async (_title, change) => {
  const run = newRun(redis.store);
  const bytes = Buffer.from(`comment ${Math.random()} `.repeat(1000));
  const blob = await run.putBlob(bytes);
  await tamper(blob, change);
  expect(await run.getBlob(blob)).toBe('corrupt');
  await run.putBlob(bytes);
  expect(bytes.equals((await run.getBlob(blob)) as Uint8Array)).toBe(true);
});

test('well-formed chunks of other content are corrupt', async () => {
  const run = newRun(redis.store);
  const [mine, other] = [await run.putBlob(randomBytes(500)), await run.putBlob(randomBytes(500))];
  const stored = await redis.raw.getBuffer((await chunkKeys(other))[0] ?? '');
  await tamper(mine, () => stored ?? Buffer.alloc(0));
  expect(await run.getBlob(mine)).toBe('corrupt');
});

test('a decompression bomb is corrupt and is never unpacked', async () => {
  const run = newRun(redis.store);
  const blob = await textBlob(run);
  const bomb = brotliCompressSync(Buffer.alloc(100 * KIB * KIB), { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
  const before = process.memoryUsage().arrayBuffers;
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(bomb));
  await tamper(blob, (stored) => Buffer.concat([stored.subarray(0, 6), checksum, bomb]));
  expect(await run.getBlob(blob)).toBe('corrupt');
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50 * KIB * KIB);
});

test('touch renews the TTL of every chunk', async () => {
  const run = newRun(redis.store);
  const blob = await run.putBlob(randomBytes(600 * KIB));
  const keys = await chunkKeys(blob);
  for (const key of keys) await redis.raw.pexpire(key, 60_000);
  await run.touch([blob]);
  for (const key of keys) expect(await redis.raw.pttl(key)).toBeGreaterThan(60_000);
});

test('a blob over 128 MiB is refused', async () => {
  const refused = newRun(redis.store).putBlob(Buffer.alloc(128 * KIB * KIB + 1));
  await expect(refused).rejects.toThrow(BlobTooLarge);
});

function flip(stored: Buffer, index: number): Buffer {
  const changed = Buffer.from(stored);
  changed.writeUInt8(changed.readUInt8(index) ^ 0xff, index);
  return changed;
}
