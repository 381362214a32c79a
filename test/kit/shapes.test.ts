/** What can never work is refused before it is sent, in the words of the run; and all who bound the same thing agree. */
import { INLINE_BYTES } from '../../activities/kit/content/refs';
import { StartInvalid } from '../../client';
import type { Link } from '../../client/link';
import { startOrJoin } from '../../client/start';
import { limits } from '../../redis/limits';
import { checkedStart, jsonBytes, messages, shaped, sizes, utf8Bytes } from '../../workflows/kit/shapes';

/** Whoever touches it sends something. */
const untouched = new Proxy({} as Link, {
  get: (_target, name) => {
    throw new Error(`something was sent: link.${String(name)}`);
  },
});
const request = { type: 'sumPipeline', input: { count: 1 }, id: 'one' };

it.each([
  ['an empty id', { id: '' }, /^The id of a run must be a name of 1 to 200 bytes; it is ""\. /],
  ['an id of 201 bytes', { id: 'ø'.repeat(101) }, /it is text of 101 characters/],
  [
    'an input of 16 KiB and more',
    { input: 'x'.repeat(16_400) },
    /^The input has 16402 bytes, at most 16384: upload large input/,
  ],
  [
    'an input with a BigInt',
    { input: { count: 1n } },
    /^The input must be JSON, at most 100 levels deep; it is an object/,
  ],
  ['a misspelt option', { options: { onFailure: 'Fail' } }, /'onFailure' must be 'pause' or 'fail'; it is "Fail"/],
  ['an unknown option', { options: { form: 'sum.list' } }, /knows no field "form"; it takes \{ from\?, /],
  ['fresh alone', { options: { fresh: true } }, /^'fresh' alone pays for nothing again/],
  ['a step that is none', { options: { from: 'a:b' } }, /'from' must be the name of a step/],
])('the client starts nothing that can never work: %s', async (_what, wrong, why) => {
  const starting = startOrJoin(untouched, { ...request, ...wrong } as never);
  await expect(starting).rejects.toThrow(StartInvalid);
  await expect(starting).rejects.toThrow(why);
});

it('what can work is sent', async () => {
  const options = { from: 'sum.list', fresh: true, onFailure: 'fail' } as const;
  await expect(startOrJoin(untouched, { ...request, options })).rejects.toThrow('something was sent');
});

it('left out, undefined and null are the same for what may be left out', () => {
  for (const options of [undefined, null, {}, { from: null, fresh: undefined }])
    expect(checkedStart(options)).toEqual({});
  expect(shaped('resumeRun', messages.resumeRun, null)).toEqual({});
  expect(shaped('retryStep', messages.retryStep, { step: 'a.b', from: null })).toEqual({ step: 'a.b' });
});

it('a field from a prototype is not there, and one called like a method is unknown', () => {
  const inherited = Object.create({ reason: 'inherited' }) as object;
  expect(() => shaped('pauseRun', messages.pauseRun, inherited)).toThrow("'reason' must be");
  expect(() => shaped('pauseRun', messages.pauseRun, { toString: 'x' })).toThrow('knows no field "toString"');
});

const bounds = ['\u007f', '\u0080', '\u07ff', '\u0800', '\uffff', '\u{10000}'];
it.each(['', 'plain', 'ø', '€', '😀', '\ud83d', 'a😀b\udc00€', ...bounds])(
  'counts the bytes of %j as UTF-8 has them',
  (text) => {
    expect(utf8Bytes(text)).toBe(Buffer.byteLength(text));
  },
);

it('counts JSON as it is sent, and knows what is none', () => {
  expect(jsonBytes({ a: [1, 'ø'] })).toBe(Buffer.byteLength(JSON.stringify({ a: [1, 'ø'] })));
  expect([undefined, 3n, () => 3, Symbol('s')].map(jsonBytes)).toEqual([0, undefined, undefined, undefined]);
});

it('the same things have the same limits on both sides', () => {
  expect(sizes.inlineBytes).toBe(INLINE_BYTES);
  expect(sizes.inlineBytes).toBe(limits.rememberedBytes);
  expect([sizes.nameBytes, sizes.nameBytes]).toEqual([limits.runIdBytes, limits.nameBytes]);
});

it('what one task sends stays under 2 MB, with a tenth for a codec', () => {
  expect((sizes.callsBytes + sizes.resultBytes) * 1.1).toBeLessThan(2 * 1024 * 1024);
  expect((sizes.callsBytes + sizes.factsBytes) * 1.1).toBeLessThan(2 * 1024 * 1024);
});
