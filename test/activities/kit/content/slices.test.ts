import { canonicalJson } from '../../../../redis/canonical';
import { jsonInSlices, parsedInSlices } from '../../../../activities/kit/content/slices';

const odd = Array.from({ length: 9_000 }, (_, at) => ({
  id: at,
  text: [`"],[{\\`, '\\\\', 'é日🌳', ',', '[[', ''][at % 6],
  nested: [[at, [{ of: ']' }]], {}],
  last: 'x'.repeat(at % 90),
}));

test('a list in slices is the list, whatever its texts hold', async () => {
  const json = await jsonInSlices(odd);
  expect(Buffer.from(json).toString()).toBe(canonicalJson(odd));
  expect(json.length).toBeGreaterThan(2 * 256 * 1024);
  await expect(parsedInSlices(json)).resolves.toEqual(odd);
});

test.each(['a, b, "c", ', '\\", ', '[{', '}], '])(
  'a text is not cut, however long it is and whatever it holds: %j',
  async (part) => {
    const list = ['before', part.repeat(200_000), part, 'after'];
    await expect(parsedInSlices(Buffer.from(JSON.stringify(list)))).resolves.toEqual(list);
  },
);

test.each([
  ['of objects', odd],
  ['of numbers', Array.from({ length: 400_000 }, (_, at) => at)],
])('others have their turn between the slices of a list %s', async (_what, list) => {
  const json = await jsonInSlices(list);
  let turns = 0;
  const counting = setInterval(() => (turns += 1), 0);
  const before = turns;
  await parsedInSlices(json);
  const between = turns;
  await jsonInSlices(list);
  clearInterval(counting);
  expect(between).toBeGreaterThan(before);
  expect(turns).toBeGreaterThan(between);
});

test('a slice is read that has 256 KiB and what is left of one item', async () => {
  const json = await jsonInSlices(odd);
  const read = jest.spyOn(JSON, 'parse');
  await parsedInSlices(json);
  const longest = Math.max(...read.mock.calls.map(([text]) => text.length));
  read.mockRestore();
  expect(longest).toBeLessThan(257 * 1024);
});

test.each([['[]'], ['[[]]'], ['{"a":[1,2]}'], ['"text"'], ['1']])(
  'what needs no slices is parsed as it is: %s',
  async (text) => {
    await expect(parsedInSlices(Buffer.from(text))).resolves.toEqual(JSON.parse(text));
  },
);

const long = 'x'.repeat(300_000);

test.each([[`["${long}",]`], [`["${long}",,1]`], [`["${long}"]]`], [`["${long}","a]`], [`["${long}"],["b"]`]])(
  'what is no JSON is refused, in slices too (%#)',
  async (text) => {
    await expect(parsedInSlices(Buffer.from(text))).rejects.toThrow(SyntaxError);
  },
);

test.each([[[]], [[null]], [Array.from({ length: 2_001 }, (_, at) => at)]])(
  'any list is written whole (%#)',
  async (list) => {
    expect(Buffer.from(await jsonInSlices(list)).toString()).toBe(canonicalJson(list));
  },
);
