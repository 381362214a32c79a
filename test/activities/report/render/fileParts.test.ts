import { Stored } from '../../../../activities/kit/content/stored';
import { factsOf } from '../../../../activities/report/fileFacts';
import { FileParts } from '../../../../activities/report/render/fileParts';
import { writeJson } from '../../../../activities/report/render/jsonParts';

const written = (parts: readonly string[]): ReturnType<FileParts['end']> =>
  parts.reduce((file, part) => file.write(part), new FileParts()).end();

test.each([
  ['nothing', []],
  ['what JSON escapes', ['He said "no"\n', '\\ \u0001 \u2028 é 日本 🌳']],
  ['pairs at every border of its parts', ['a', '🌳'.repeat(400_000)]],
  ['half a pair', ['\ud83c'.repeat(3), 'a'.repeat(300_000), '\udf33']],
])('a file of %s is what the JSON of its whole text is, and known by that text', (_what, parts) => {
  const { file, facts } = written(parts);
  const text = parts.join('');
  expect(Buffer.from(file.json).equals(Stored.of(text).json)).toBe(true);
  expect(facts).toEqual(factsOf(text));
});

test.each([
  [{ a: [1, 'two', null, { b: [] }], c: undefined, d: { e: undefined, f: 'é"' }, '': [[]] }],
  [[{ id: 'a', data: ['text', { text: 'x' }] }, [undefined]]],
  ['text'],
  [{}],
])('JSON in parts is JSON: %j', (value) => {
  const parts: string[] = [];
  writeJson(value, (part) => parts.push(part));
  expect(parts.join('')).toBe(JSON.stringify(value));
});

test('of a list no part is larger than an item', () => {
  const items = Array.from({ length: 1000 }, (_, id) => ({ id, text: 'x'.repeat(100) }));
  let longest = 0;
  writeJson({ data: ['v', { items }] }, (part) => (longest = Math.max(longest, part.length)));
  expect(longest).toBe(JSON.stringify(items[999]).length);
});
