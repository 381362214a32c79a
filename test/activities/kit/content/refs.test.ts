import { z } from 'zod';
import { mapped, ref } from '../../../../activities/kit';
import { isRefField, wireSchema, WireRef } from '../../../../activities/kit/authoring/fields';
import { loadFields } from '../../../../activities/kit/content/load';
import { pack, refsIn } from '../../../../activities/kit/content/refs';
import { FakeBlobs } from '../fakeStore';

const numbers = ref(z.array(z.number()));
const trap = (): never => {
  throw new Error('trapped');
};

async function stored(fake: FakeBlobs, value: unknown, gen = 5): Promise<WireRef> {
  return WireRef.parse((await pack(fake.store, 'a.list', gen, numbers, value)).output);
}

it('packs content behind a reference that names content, producer, size, items and generation', async () => {
  const fake = new FakeBlobs();
  const { output, blobs, bytes } = await pack(fake.store, 'a.list', 5, numbers, [1, 2, 3]);
  expect(output).toEqual({ $ref: blobs[0]?.sha, step: 'a.list', bytes: 7, items: 3, gen: 5 });
  expect(bytes).toBe(7);
  await expect(loadFields(fake.store, 'a.sum', { numbers }, { numbers: output })).resolves.toEqual({
    numbers: [1, 2, 3],
  });
});

it('reads large contents one after another, and gives others a turn between them', async () => {
  const fake = new FakeBlobs();
  const large = await Promise.all(
    [1, 2, 3].map((n) =>
      stored(
        fake,
        Array.from({ length: 200_000 }, () => n),
      ),
    ),
  );
  let turns = 0;
  const seen: number[] = [];
  const turning = setInterval(() => (turns += 1), 0);
  const watched = ref(z.array(z.number()).refine(() => seen.push(turns)));
  const fields = Object.fromEntries(large.map((_, i) => [`field ${i}`, watched]));
  await loadFields(fake.store, 'a.sum', fields, Object.fromEntries(large.map((one, i) => [`field ${i}`, one])));
  clearInterval(turning);
  expect(new Set(seen).size).toBe(3);
});

it('rule 12: reports all lost inputs of a call at once', async () => {
  const fake = new FakeBlobs();
  const [one, two] = [await stored(fake, [1]), await stored(fake, [2])];
  fake.blobs.clear();
  await expect(loadFields(fake.store, 'a.sum', { one: numbers, two: numbers }, { one, two })).rejects.toMatchObject({
    type: 'StateLost',
    nonRetryable: true,
    details: [
      [
        { field: 'one', step: 'a.list', sha: one.$ref, gen: 5, corrupt: false, strikes: 0 },
        { field: 'two', step: 'a.list', sha: two.$ref, gen: 5, corrupt: false, strikes: 0 },
      ],
    ],
  });
  expect(fake.struck.size).toBe(0);
});

it('rule 12: content that is corrupt strikes its producer, once a generation, and is deleted', async () => {
  const fake = new FakeBlobs();
  const one = await stored(fake, [1]);
  for (let reader = 1; reader <= 2; reader += 1) {
    fake.blobs.set(one.$ref, 'corrupt');
    await expect(loadFields(fake.store, 'a.sum', { one: numbers }, { one })).rejects.toMatchObject({
      details: [[{ corrupt: true, strikes: 1 }]],
    });
    expect(fake.blobs.size).toBe(0);
  }
});

describe('sound content that its reader refuses is the final failure of the reader, and costs its producer nothing:', () => {
  const outcome = { id: 'a', outcome: 'ok', value: 4 };

  it.each([
    ['another shape', '["text"]', numbers, /expected number/],
    ['another range', '["text"]', ref(z.array(z.string().max(1))), /Too big/],
    ['a schema that throws', '[1]', ref(z.any().refine(trap)), /trapped/],
    ['an outcome of a map', JSON.stringify([outcome]), mapped(z.number().max(3)), /Too big/],
    ['no list of outcomes', JSON.stringify({ outcome }), mapped(z.number()), /expected array/],
    ['no JSON', '[1,', numbers, /is no JSON/],
    ['much of it', JSON.stringify(Array.from({ length: 100_000 }, () => 'text')), numbers, /expected number/],
  ])('%s', async (_what, content, field, why) => {
    const fake = new FakeBlobs();
    const { sha, bytes } = await fake.putBlob(Buffer.from(content));
    const one: WireRef = { $ref: sha, step: 'a.list', bytes, gen: 5 };
    const reading = loadFields(fake.store, 'a.sum', { one: field }, { one });
    await expect(reading).rejects.toMatchObject({ type: 'InputInvalid', nonRetryable: true });
    await expect(reading).rejects.toThrow(/^a\.sum: its input 'one', made by a\.list, /);
    await expect(reading).rejects.toThrow(why);
    expect([fake.blobs.size, fake.struck.size]).toEqual([1, 0]);
  });

  it('another input that is corrupt is left for the next attempt', async () => {
    const fake = new FakeBlobs();
    const [one, two] = [await stored(fake, [1]), await stored(fake, [2])];
    fake.blobs.set(two.$ref, 'corrupt');
    const fields = { one: ref(z.string()), two: numbers };
    await expect(loadFields(fake.store, 'a.sum', fields, { one, two })).rejects.toMatchObject({ type: 'InputInvalid' });
    expect([fake.blobs.size, fake.struck.size]).toEqual([2, 0]);
  });
});

it('refuses an output that is not what the step declares, naming the field, and stores nothing for it', async () => {
  const fake = new FakeBlobs();
  const output = { list: numbers, count: z.number() };
  await expect(pack(fake.store, 'a.list', 1, output, { list: ['x'], count: 1 })).rejects.toMatchObject({
    type: 'OutputInvalid',
    message: expect.stringMatching(/^a\.list: list is not what the step declares/) as string,
  });
  expect(fake.blobs.size).toBe(0);
});

it('rule 11: refuses inline output over 16 KiB, naming step and bytes', async () => {
  const text = 'x'.repeat(16 * 1024);
  await expect(pack(new FakeBlobs().store, 'a.text', 1, { text: z.string() }, { text })).rejects.toMatchObject({
    type: 'TooLarge',
    nonRetryable: true,
    message: `a.text: inline output has ${text.length + 11} bytes, at most 16384: mark large fields with ref()`,
  });
});

it('finds the references of an output: itself, or its fields', () => {
  const one = { $ref: 'a'.repeat(64), step: 's', bytes: 1, gen: 1 };
  expect(refsIn(one)).toEqual([one]);
  expect(refsIn({ one, plain: 3, nested: { one } })).toEqual([one]);
  expect(refsIn(undefined)).toEqual([]);
});

it('the wire form of fields keeps references, applies defaults and refuses unknown fields', () => {
  const schema = wireSchema({ numbers, max: z.number().default(16) });
  const one = { $ref: 'a'.repeat(64), step: 's', bytes: 1, gen: 1 };
  expect(schema.parse({ numbers: one })).toEqual({ numbers: one, max: 16 });
  expect(schema.safeParse({ numbers: one, more: 1 }).success).toBe(false);
  expect(schema.safeParse({ numbers: [1, 2] }).success).toBe(false);
  expect(isRefField(numbers)).toBe(true);
  expect(isRefField(z.object({ by: z.string() }))).toBe(false);
});

describe('an output that cannot be stored is final, and names step and field', () => {
  const shapes = { inline: { price: z.any() }, 'by reference': { price: ref(z.any()) } };

  it.each([
    ['inline', { price: NaN }, 'it is NaN'],
    ['inline', { price: [1n] }, '[0] is the BigInt 1'],
    ['inline', Object.defineProperty({}, 'price', { get: trap }), 'trapped'],
    ['by reference', { price: undefined }, 'it is undefined'],
    ['by reference', { price: { of: () => 1 } }, '.of is a function'],
    ['by reference', null, 'it is undefined'],
  ] as const)('%s: %p', async (shape, value, why) => {
    await expect(pack(new FakeBlobs().store, 'a.quote', 5, shapes[shape], value)).rejects.toMatchObject({
      type: 'OutputInvalid',
      nonRetryable: true,
      message: expect.stringMatching(/^a\.quote: price /) as string,
    });
    const refused = await pack(new FakeBlobs().store, 'a.quote', 5, shapes[shape], value).catch(String);
    expect(refused).toContain(why);
  });

  it.each(['$effect', '$skipped'])('what looks like a mark of the kit: %s', async (mark) => {
    const packing = pack(new FakeBlobs().store, 'a.quote', 5, z.record(z.string(), z.string()), { [mark]: 'mine' });
    await expect(packing).rejects.toMatchObject({ type: 'OutputInvalid', message: expect.stringContaining(mark) });
  });

  it('also where its schema throws', async () => {
    const price = z.any().refine(trap);
    await expect(pack(new FakeBlobs().store, 'a.quote', 5, { price }, { price: 1 })).rejects.toMatchObject({
      type: 'OutputInvalid',
      message: 'a.quote: price could not be checked: trapped',
    });
  });

  it('an optional field that is undefined is left out', async () => {
    const { output } = await pack(new FakeBlobs().store, 'a.quote', 5, { price: z.number().optional() }, {});
    expect(output).toEqual({});
  });
});
