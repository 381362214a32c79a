/** What a run takes is bounded, to the byte: the bound itself is taken, what is one more is refused. On a virtual clock. */
import '../../testing/memory/asyncLocal';
import { checkInput, Misshapen, sizes } from '../../workflows/kit/shapes';
import { Outside } from './outside';
import { runOf, TestRun } from './run';
import type { Body } from './run';
import { steps as callsOf } from '../../workflows/kit';

const lab = callsOf('lab') as unknown as { add: (input: object) => Promise<number> };
/** Text whose JSON has so many bytes, its quotes among them. */
const textOf = (bytes: number): string => 'x'.repeat(bytes - 2);

async function ended(body: Body, options = {}): Promise<TestRun> {
  const run = runOf({ 'lab.add': { run: ({ a }) => Number(a) + 1 } }, body, options);
  await run.work();
  return run;
}

it('a body makes a thousand calls, and with one more its run ends', async () => {
  const calling =
    (times: number): Body =>
    async () => {
      let sum = 0;
      for (let call = 0; call < times; call += 1) sum = await lab.add({ a: sum });
      return sum;
    };
  expect((await ended(calling(1000))).result).toBe(1000);
  const run = await ended(calling(1001));
  expect(() => run.result).toThrow('it made more than 1000 calls; use a map step for many items');
});

it('an input has at most 16 KiB of JSON', () => {
  expect(() => checkInput(textOf(sizes.inlineBytes))).not.toThrow();
  expect(() => checkInput(textOf(sizes.inlineBytes + 1))).toThrow(
    new Misshapen('The input has 16385 bytes, at most 16384: upload large input and pass its blob'),
  );
});

it('run.once remembers at most 16 KiB', async () => {
  const remembering =
    (bytes: number): Body =>
    async (it) =>
      (await it.once('drawn', () => Promise.resolve(textOf(bytes)))).length;
  expect((await ended(remembering(sizes.inlineBytes))).result).toBe(sizes.inlineBytes - 2);
  const run = await ended(remembering(sizes.inlineBytes + 1));
  expect(() => run.result).toThrow('16385 bytes, at most 16384: let a step return it by reference');
});

it('a run remembers at most a thousand facts, and 512 KiB together, their names among them', async () => {
  const remembering =
    (facts: number, bytes: number): Body =>
    async (it) => {
      for (let fact = 0; fact < facts; fact += 1) await it.once(`fact ${fact}`, () => Promise.resolve(textOf(bytes)));
      return facts;
    };
  expect((await ended(remembering(1000, 10))).result).toBe(1000);
  const many = await ended(remembering(1001, 10));
  expect(() => many.result).toThrow(/it remembers 1001 facts of .* bytes together, at most 1000 of 524288/);
  expect((await ended(remembering(31, sizes.inlineBytes))).result).toBe(31);
  const large = await ended(remembering(32, sizes.inlineBytes));
  expect(() => large.result).toThrow(/it remembers 32 facts of 524\d{3} bytes together/);
});

it('what executions before remembered counts, to the byte', async () => {
  const outside = new Outside({});
  const remembering =
    (names: readonly string[], bytes: number): Body =>
    async (it) => {
      for (const name of names) await it.once(name, () => Promise.resolve(textOf(bytes)));
      return names.length;
    };
  const executed = async (body: Body): Promise<TestRun> => {
    const run = new TestRun(outside, body);
    await run.work();
    return run;
  };
  const names = Array.from({ length: 31 }, (_, i) => `fact ${100 + i}`); // each with `once:` before it: 13 bytes
  expect((await executed(remembering(names, sizes.inlineBytes))).result).toBe(31);
  const left = sizes.factsBytes - 31 * (sizes.inlineBytes + 13) - 'once:last'.length;
  const more = await executed(remembering(['last'], left + 1));
  expect(() => more.result).toThrow(/it remembers 32 facts of 524289 bytes together/);
  expect((await executed(remembering(['last'], left))).result).toBe(1);
});

it('a result has at most 512 KiB', async () => {
  expect((await ended(() => Promise.resolve(textOf(sizes.resultBytes)))).result).toHaveLength(sizes.resultBytes - 2);
  const run = await ended(() => Promise.resolve(textOf(sizes.resultBytes + 1)));
  expect(() => run.result).toThrow('its result has 524289 bytes, at most 524288: return references to large data');
});

it('a time limit has at most a year', async () => {
  const done: Body = () => Promise.resolve('done');
  expect((await ended(done, { runTimeout: '365 days' })).result).toBe('done');
  const longer = await ended(done, { runTimeout: '366 days' });
  expect(() => longer.result).toThrow("'runTimeout' must be a duration of at most a year");
});
