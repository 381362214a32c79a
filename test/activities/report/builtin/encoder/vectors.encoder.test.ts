/**
 * Goal: texts in sixteen languages have the pieces and the vectors that the published Python package gives them (`vectors.py` made
 * vectors.json).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Encoder } from '../../../../../activities/report/builtin/encoder';
import { ensureEncoder } from '../../../../../activities/report/builtin/encoder/fetch';

const read = (file: string): unknown => JSON.parse(readFileSync(join(__dirname, file), 'utf8'));
const groups = read('texts.json') as Record<string, string[]>;
const texts = Object.values(groups).flat();
const published = read('vectors.json') as { ids: number[]; vector: string }[];

/** Half-precision numbers: 11 bits each, so that what is compared differs by 0.0002 at most without fault. */
const TOLERANCE = 0.000_25;

function vectorOf(base64: string): number[] {
  const bytes = Buffer.from(base64, 'base64');
  return Array.from({ length: bytes.length / 2 }, (_, at) => {
    const half = bytes.readUInt16LE(2 * at);
    const [exponent, fraction] = [(half >> 10) & 31, half & 1023];
    const size = exponent === 0 ? 2 ** -24 * fraction : 2 ** (exponent - 15) * (1 + fraction / 1024);
    return half >> 15 === 1 ? -size : size;
  });
}

const cosine = (a: Float32Array, b: Float32Array): number => a.reduce((sum, x, i) => sum + x * (b[i] as number), 0);

describe('the encoder', () => {
  let encoder: Encoder;
  beforeAll(async () => {
    encoder = new Encoder(await ensureEncoder());
  });

  it('cuts texts in sixteen languages into the pieces of the published package', () => {
    expect(Object.keys(groups)).toHaveLength(17);
    expect(texts.map((text) => encoder.pieces(text))).toEqual(published.map(({ ids }) => ids));
  });

  it('gives them the vectors of the published package', () => {
    const worst = encoder.embed(texts).map((vector, at) => {
      const expected = vectorOf(published[at]?.vector ?? '');
      return Math.max(...expected.map((value, i) => Math.abs(value - (vector[i] as number))));
    });
    expect(worst.filter((difference) => !(difference < TOLERANCE))).toEqual([]);
    expect(worst).toHaveLength(128);
  });

  it('gives a text the same bytes alone, among others, and after it has forgotten its pieces', () => {
    const together = encoder.embed(texts);
    const alone = texts.map((text) => encoder.embed([text])[0]);
    // More different pieces than it keeps.
    encoder.embed(
      Array.from({ length: 700 }, (_, at) => String.fromCodePoint(...[0, 1, 2, 3, 4].map((i) => 0x4e00 + at * 5 + i))),
    );
    expect(alone).toEqual(together);
    expect(encoder.embed(texts.toReversed()).toReversed()).toEqual(together);
  });

  it('embeds the longest comment, and comments of nothing', () => {
    const [long, empty] = encoder.embed(['Wir brauchen mehr Bäume. '.repeat(400), '']);
    expect(long?.every(Number.isFinite)).toBe(true);
    expect(empty?.every(Number.isFinite)).toBe(true);
  });

  it('puts the same wish in two languages nearer than two wishes in one', () => {
    const [buses, busse, rents] = encoder.embed([
      groups['en']?.[0] ?? '',
      groups['de']?.[0] ?? '',
      groups['en']?.[3] ?? '',
    ]) as [Float32Array, Float32Array, Float32Array];
    expect(cosine(buses, busse)).toBeGreaterThan(cosine(buses, rents) + 0.3);
  });
});
