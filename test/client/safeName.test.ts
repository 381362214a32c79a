import { basename, join, normalize, posix, sep, win32 } from 'node:path';
import fc from 'fast-check';
import { safeName } from '../../client/safeName';

const ODD = [
  '',
  '.',
  '..',
  '...',
  '../../x',
  '/etc/passwd',
  'C:\\x',
  '..\\..\\x',
  'a/b',
  'a\\b',
  'nul',
  'con.txt',
  'LPT1',
  'a\0b',
  'a\nb',
  'x'.repeat(5000),
  'Ünïcödé',
  'spring ',
  ' spring',
  'spring.',
  'Spring',
  'SPRING',
  'a:b',
  'a%2Fb',
  '~',
  '-rf',
  '.hidden',
  '__proto__',
];
const odd = fc.oneof(
  fc.constantFrom(...ODD),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc
    .array(fc.constantFrom('a', 'A', '.', '/', '\\', '~', '-', '_', ':', ' ', '\0', 'con'), { maxLength: 8 })
    .map((parts) => parts.join('')),
);

test('of a text that is no name the readable part stands before 32 digits of its hash', () => {
  expect(safeName('Über uns 2026')).toMatch(/^ber-uns-2026~[0-9a-f]{32}$/);
});

test('no text becomes a path: its name stands in the folder it is put into, on every system', () => {
  fc.assert(
    fc.property(odd, (text) => {
      const name = safeName(text);
      expect(name).toMatch(/^[a-z0-9_][a-z0-9._~-]{0,120}$/);
      expect(name).not.toMatch(/[. ]$/);
      expect(name).not.toMatch(/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/);
      for (const path of [posix, win32]) expect(path.basename(path.join('out', name))).toBe(name);
      expect(normalize(join('out', name))).toBe(`out${sep}${basename(name)}`);
    }),
    { numRuns: 2000 },
  );
});

test('two texts never share a name, not even where case is ignored', () => {
  fc.assert(
    fc.property(odd, odd, (one, other) => {
      fc.pre(one !== other);
      expect(safeName(one).toLowerCase()).not.toBe(safeName(other).toLowerCase());
    }),
    { numRuns: 5000 },
  );
  expect(new Set(ODD.map((text) => safeName(text).toLowerCase())).size).toBe(ODD.length);
});

test('a name never collides with a text that looks like one', () => {
  const hashed = safeName('../../x');
  expect(safeName(hashed)).not.toBe(hashed);
});

test('a plain id is its own name', () => {
  for (const id of ['spring', 'report-0a1b2c3d4e5f', 'maple_street.2026', 'a'.repeat(100)])
    expect(safeName(id)).toBe(id);
});
