import fc from 'fast-check';
import { z } from 'zod';
import { canonicalJson } from '../../../../redis/canonical';
import { isFinal } from '../../../../activities/kit/errors';
import { issuesIn, jsonOf, whyNoJson } from '../../../../activities/kit/content/json';

const cyclic: Record<string, unknown> = {};
cyclic['list'] = [{ back: cyclic }];
const deep = Array.from({ length: 20_000 }).reduce<object>((inner) => ({ inner }), {});
const trap = (): never => {
  throw new Error('trapped');
};

it.each<[string, unknown, string]>([
  ['undefined', undefined, 'it is undefined'],
  ['NaN', NaN, 'it is NaN'],
  ['a number in a list', { rows: [{ price: 1 }, { price: Infinity }] }, '.rows[1].price is Infinity'],
  ['a BigInt', { id: 10n }, '.id is the BigInt 10'],
  ['a function', () => 1, 'it is a function'],
  ['a symbol', { tag: Symbol('x') }, '.tag is a symbol'],
  ['a cycle', cyclic, '.list[0].back is the object that it lies in'],
  ['20,000 objects in each other', deep, 'lies deeper than 100 objects'],
  ['toJSON that throws', { at: { toJSON: trap } }, 'trapped'],
  ['toJSON that gives what is none', { at: { toJSON: () => NaN } }, '.at is NaN'],
  ['a getter that throws', Object.defineProperty({}, 'x', { get: trap, enumerable: true }), 'trapped'],
  ['a proxy that refuses everything', new Proxy({}, { ownKeys: trap, get: trap }), 'trapped'],
])('names what cannot be stored, and is final: %s', (_what, value, why) => {
  let thrown: unknown;
  try {
    jsonOf('sum.list: rows', value);
  } catch (error) {
    thrown = error;
  }
  expect(isFinal(thrown)).toBe(true);
  expect(thrown).toMatchObject({
    type: 'OutputInvalid',
    message: expect.stringMatching(/^sum\.list: rows cannot be stored as JSON: /) as string,
  });
  expect((thrown as Error).message).toContain(why);
});

it('whatever is JSON is not odd, and comes as its canonical text', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(whyNoJson(value)).toBeUndefined();
      expect(jsonOf('it', value)).toBe(canonicalJson(value));
    }),
  );
});

describe('what a schema says', () => {
  const Rows = z.object({ rows: z.array(z.object({ price: z.number() })), name: z.string() });
  const said = (value: unknown): string => issuesIn(Rows.safeParse(value).error ?? new z.ZodError([]));

  it('is told with its place, in one line', () => {
    expect(said({ rows: [{ price: 1 }, { price: 'x' }] })).toBe(
      'rows[1].price: Invalid input: expected number, received string; name: Invalid input: expected string, received undefined',
    );
    expect(said(null)).toBe('Invalid input: expected object, received null');
  });

  it('of many things that are wrong the first are told, and how many more there are', () => {
    const rows = Array.from({ length: 6000 }, () => ({}));
    const text = said({ rows, name: 'a' });
    expect(text).toMatch(/^rows\[0\]\.price: .*; rows\[4\]\.price: .*; and 5995 more$/);
    expect(text.length).toBeLessThan(500);
  });
});
