/** What can never work, or would silently take the place of something else, is refused before a worker starts. */
import { z } from 'zod';
import { DefinitionInvalid, ref, stepSet, stepsFor } from '../../../../activities/kit';
import type { AnyStepSet } from '../../../../activities/kit';
import { mustFitTogether } from '../../../../activities/kit/authoring/definitions';
import { reportSteps } from '../../../../activities/report';
import { createWorker } from '../../../../worker';
import { sumSteps } from '../../../kit/steps';

const { defineStep, defineMapStep } = stepsFor();
const run = () => Promise.resolve({});
const plain = { version: 1, input: {}, output: {}, run };
const item = { version: 1, item: z.string(), id: (text: string) => text, shared: {}, output: z.string() };
const map = { ...item, run: (text: string) => Promise.resolve(text) };

/** Definitions come from JavaScript, too, and from values that are computed. */
const step = (over: object) => () => stepSet('a', { one: defineStep({ ...plain, ...over } as typeof plain) });
const mapStep = (over: object) => () => stepSet('a', { one: defineMapStep({ ...map, ...over } as typeof map) });

it.each([
  ['a version that is no whole number', step({ version: 1.5 }), 'a.one: its version is 1.5'],
  ['a version that is no number', step({ version: 'v1' }), "a.one: its version is 'v1'"],
  ['a version below 0', mapStep({ version: -1 }), 'a.one: its version is -1'],
  ['no version', step({ version: undefined }), 'a.one: its version is undefined'],
  ['half a place', mapStep({ concurrency: 0.5 }), 'a.one: its concurrency is 0.5; give a whole number of at least 1'],
  ['no place', mapStep({ concurrency: 0 }), 'a.one: its concurrency is 0'],
  ['places without number', mapStep({ concurrency: NaN }), 'a.one: its concurrency is NaN'],
  ['a negative again', mapStep({ again: -1 }), 'a.one: its again is -1; give a whole number of at least 0'],
  ['half an again', mapStep({ again: 1.5 }), 'a.one: its again is 1.5'],
  ['no run', step({ run: undefined }), 'a.one: its run is no function'],
  ['no id', mapStep({ id: 'id' }), 'a.one: its id is no function'],
  ['a resource that is a text', step({ resource: 'file' }), 'a.one: its resource is no function'],
  ['an idempotencyKey that is a text', step({ idempotencyKey: 'k' }), 'a.one: its idempotencyKey is no function'],
  ['an output that is no schema', step({ output: 5 }), 'a.one: its output is no schema'],
  [
    'an output of fields that are none',
    step({ output: { n: Number } }),
    "a.one: the field 'n' of its output is no schema",
  ],
  ['an input that is a schema', step({ input: z.string() }), 'a.one: its input is no list of fields'],
  ['no input', step({ input: undefined }), 'a.one: its input is no list of fields'],
  ['an input that is a reference', step({ input: ref(z.string()) }), 'a.one: its input is no list of fields'],
  ['a field that is no schema', step({ input: { n: 'number' } }), "a.one: the field 'n' of its input is no schema"],
  ['an item without schema', mapStep({ item: undefined }), 'a.one: its item is no schema'],
  ['a map whose output is a reference', mapStep({ output: ref(z.string()) }), 'a.one: its output is no schema'],
  [
    'a shared field that the list would hide',
    mapStep({ shared: { items: z.string() } }),
    "a.one: a shared field cannot be called 'items'",
  ],
  ['no step', () => stepSet('a', { one: {} as never }), 'a.one: it is no step'],
])('a step with %s is refused by its name', (_what, make, message) => {
  expect(make).toThrow(message);
  expect(make).toThrow(DefinitionInvalid);
});

const good = defineStep(plain);

it.each([
  ['an empty namespace', () => stepSet('', { one: good }), "'' cannot be the name of a step set"],
  ['a namespace of blanks', () => stepSet(' ', { one: good }), "' ' cannot be the name of a step set"],
  ['the namespace of the kit', () => stepSet('kit', { open: good }), "'kit' cannot be the name of a step set"],
  ['one below it', () => stepSet('kit.more', { one: good }), "'kit.more' cannot be the name of a step set"],
  ['a colon in the namespace', () => stepSet('a:b', { one: good }), "'a:b' cannot be the name of a step set"],
  ['a colon in a step', () => stepSet('a', { 'one:two': good }), "'one:two' cannot be the name of a step of a"],
  ['an empty step', () => stepSet('a', { '': good }), "'' cannot be the name of a step of a"],
  ['a step that looks like a further call', () => stepSet('a', { 'one #2': good }), "'one #2' cannot be the name"],
  [
    'a step called then',
    () => stepSet('a', Object.fromEntries(['then'].map((key) => [key, good]))),
    "'then' cannot be the name of a step of a",
  ],
  ['a name that is too long', () => stepSet('a', { ['x'.repeat(200)]: good }), 'at most 200 bytes'],
])('%s is refused', (_what, make, message) => {
  expect(make).toThrow(message);
});

it('all faults of a set are told at once', () => {
  const broken = { one: defineStep({ ...plain, version: 0.5 }), 'b:c': good };
  expect(() => stepSet('a', broken)).toThrow(/'b:c' cannot be.*version is 0.5/s);
});

it('what works is accepted: the sets of this product, its tests, and the least values', () => {
  expect(() => mustFitTogether([reportSteps, sumSteps])).not.toThrow();
  expect(mapStep({ concurrency: 1, again: 0, version: 0 })).not.toThrow();
  expect(step({ output: z.string() })).not.toThrow();
  expect(step({ output: ref(z.string()) })).not.toThrow();
});

describe('of two sets that would take each other’s place neither starts:', () => {
  const other = defineStep(plain);

  it.each<[string, AnyStepSet[], string]>([
    [
      'one step of one name',
      [stepSet('a', { one: good }), stepSet('a', { one: other, two: other })],
      'two step sets have a step a.one (namespaces a and a)',
    ],
    [
      'names that meet in their dots',
      [stepSet('a', { 'b.c': good }), stepSet('a.b', { c: other })],
      'two step sets have a step a.b.c (namespaces a and a.b)',
    ],
    ['a set made by hand', [{ namespace: 'kit', steps: { open: good } }], "'kit' cannot be the name"],
  ])('%s', async (_what, steps, message) => {
    expect(() => mustFitTogether(steps)).toThrow(message);
    // At once: neither server is looked for.
    const config = { temporal: {}, redisUrl: 'redis://127.0.0.1:1' } as never;
    const starting = createWorker({ pipelines: 'none', steps, deps: {} as never, config });
    await expect(starting).rejects.toThrow(message);
  });

  it('but one that is given twice does no harm', () => {
    const set = stepSet('a', { one: good });
    expect(() => mustFitTogether([set, set, stepSet('a', { two: other })])).not.toThrow();
  });
});
