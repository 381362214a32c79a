/** The stored form of a chunk: what is unsealed is what was sealed, or corrupt. */
import { randomBytes } from 'node:crypto';
import { brotliCompressSync, constants, crc32 } from 'node:zlib';
import { headerBytes, readHeader, seal, unseal } from '../../redis/envelope';
import { limits } from '../../redis';

const text = (bytes: number): Buffer => Buffer.alloc(bytes, 'a comment, ');
const sizes = [0, 1, limits.compressAboveBytes, limits.compressAboveBytes + 1, 4096, 40_959, 40_960, 40_961].concat([
  limits.threadPoolAboveBytes,
  limits.threadPoolAboveBytes + 1,
  limits.chunkBytes,
]);

test.each(sizes)('%d bytes come back, of text and of noise, as a part of any blob', async (bytes) => {
  for (const raw of [text(bytes), randomBytes(bytes)]) {
    const stored = await seal(raw, bytes + 7);
    expect(readHeader(stored)?.blobBytes).toBe(bytes + 7);
    expect(Buffer.from((await unseal(stored, bytes, bytes + 7)) as Uint8Array).equals(raw)).toBe(true);
  }
});

test('text above 1 KiB is stored smaller, and noise as it is with its header', async () => {
  for (const bytes of sizes) {
    const [small, same] = [await seal(text(bytes), bytes), await seal(randomBytes(bytes), bytes)];
    expect(same).toHaveLength(bytes + headerBytes);
    const isSmaller = small.length < bytes / 2;
    expect([isSmaller, small.length === same.length]).toEqual([
      bytes > limits.compressAboveBytes,
      bytes <= limits.compressAboveBytes,
    ]);
  }
});

test('what shrinks only behind its first part is stored as it is', async () => {
  const late = Buffer.concat([randomBytes(5000), text(100_000)]);
  expect(await seal(late, late.length)).toHaveLength(late.length + headerBytes);
});

test.each([
  ['text', text(3000)],
  ['noise', randomBytes(300)],
])('%s of which any bit is another, or that is cut anywhere, is corrupt', async (_kind, raw) => {
  const stored = await seal(raw, raw.length);
  for (let bit = 0; bit < 8 * stored.length; bit++) {
    const odd = Buffer.from(stored);
    odd[bit >> 3] = (odd[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect([bit, await unseal(odd, raw.length, raw.length)]).toEqual([bit, 'corrupt']);
  }
  for (let length = 0; length < stored.length; length++) {
    expect(await unseal(stored.subarray(0, length), raw.length, raw.length)).toBe('corrupt');
  }
});

test.each([
  ['text', text(3000)],
  ['noise', randomBytes(300)],
])('%s that has another length than its place in the blob wants is corrupt', async (_kind, raw) => {
  const stored = await seal(raw, 9000);
  for (const wrong of [raw.length - 1, raw.length + 1, 0]) expect(await unseal(stored, wrong, 9000)).toBe('corrupt');
  for (const wrong of [8999, 9001]) expect(await unseal(stored, raw.length, wrong)).toBe('corrupt');
});

test('a header alone is that of a blob of nothing', async () => {
  const stored = await seal(Buffer.alloc(0), 0);
  expect(stored).toHaveLength(headerBytes);
  expect(readHeader(stored.subarray(0, headerBytes - 1))).toBeUndefined();
  expect(await unseal(stored, 0, 0)).toHaveLength(0);
});

/** A header as an earlier worker may have written it. */
function stored(codec: number, blobBytes: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt8(2, 0);
  header.writeUInt8(codec, 1);
  header.writeUInt32BE(blobBytes, 2);
  header.writeUInt32BE(crc32(payload), 6);
  return Buffer.concat([header, payload]);
}

test('what is stored has the form that every worker of this schema reads', async () => {
  const [short, long] = [Buffer.from('abc'), text(3000)];
  const fast = brotliCompressSync(long, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
  expect(await seal(short, 3)).toEqual(stored(0, 3, short));
  expect(await seal(long, 9000)).toEqual(stored(1, 9000, fast));
});

test.each([300, 200_000])(
  '%d bytes that are no brotli are corrupt, although their checksum is right',
  async (bytes) => {
    expect(await unseal(stored(1, bytes, randomBytes(100)), bytes, bytes)).toBe('corrupt');
  },
);

test('less than 40 KiB is compressed whatever it begins with', async () => {
  for (const [bytes, isSmaller] of [
    [40_959, true],
    [40_960, false],
  ] as const) {
    const late = Buffer.concat([randomBytes(5000), text(bytes - 5000)]);
    expect((await seal(late, bytes)).length < bytes).toBe(isSmaller);
  }
});
