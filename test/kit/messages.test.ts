/** What may be said to a run, field by field: the border itself is taken, one more is refused, in these words. */
import {
  checkedStart,
  checkId,
  checkInput,
  fitsInline,
  jsonBytes,
  messages,
  quoted,
  shaped,
  sizes,
} from '../../workflows/kit/shapes';

type Message = keyof typeof messages;
const said = (name: Message, value: unknown) => shaped(name, messages[name], value);
const start = (value: unknown) => () => checkedStart(value);
const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);
const isTaken = (ask: () => unknown): boolean => {
  try {
    ask();
    return true;
  } catch {
    return false;
  }
};

test.each<[string, (value: unknown) => () => unknown, unknown, unknown]>([
  ['an id', (id) => () => checkId(id), 'x'.repeat(200), 'x'.repeat(201)],
  ['an id in bytes', (id) => () => checkId(id), 'ø'.repeat(100), 'ø'.repeat(101)],
  ['the name of a call', (step) => () => said('retryStep', { step }), 'x'.repeat(1200), 'x'.repeat(1201)],
  ['the name of a step', (from) => start({ from }), 'x'.repeat(200), 'x'.repeat(201)],
  ['a reason', (reason) => () => said('pauseRun', { reason }), 'ø'.repeat(1000), 'ø'.repeat(1001)],
  ['an answer', (value) => () => said('answer', { name: 'a', value }), 'x'.repeat(16_382), 'x'.repeat(16_383)],
  ['the depth of an answer', (value) => () => said('answer', { name: 'a', value }), deep(100), deep(101)],
  ['the depth of an input', (input) => () => checkInput(input), deep(100), deep(101)],
  ['the words of a duration', (runTimeout) => start({ runTimeout }), '1'.repeat(40), '1'.repeat(41)],
  ['an execution', (continues) => start({ continues }), 'x'.repeat(200), 'x'.repeat(201)],
])('the border of %s', (_what, ask, border, more) => {
  expect([isTaken(ask(border)), isTaken(ask(more))]).toEqual([true, false]);
});

test.each<[string, () => unknown, string | RegExp]>([
  [
    'no step',
    () => said('retryStep', {}),
    "retryStep: 'step' must be the name of a step or of a call, such as 'report.claims', of at most 1200 bytes; it is missing",
  ],
  ['a blank step', () => said('retryStep', { step: ' ' }), /'step' must be .*; it is " "$/],
  ['a step that is a number', () => said('retryStep', { step: 7 }), /; it is a number$/],
  [
    'a blank reason',
    () => said('skipStep', { step: 'a', reason: ' ' }),
    /'reason' must be a reason of 1 to 1000 characters/,
  ],
  ['a reason that is a list', () => said('pauseRun', { reason: [1, 2] }), /; it is a list of 2$/],
  ['null for what must be said', () => said('pauseRun', { reason: null }), /; it is null$/],
  ['undefined for what must be said', () => said('pauseRun', { reason: undefined }), /; it is missing$/],
  [
    'words for yes',
    () => said('retryStep', { step: 'a', fresh: 'yes' }),
    /'fresh' must be true or false; it is "yes"$/,
  ],
  [
    'bytes',
    () => said('answer', { name: 'a', value: new Uint8Array(1) }),
    /'value' must be JSON of at most 16384 bytes, 100 levels deep; it is bytes, not JSON$/,
  ],
  ['a function', () => said('answer', { name: 'a', value: () => 1 }), /; it is a function$/],
  [
    'an object for a name',
    () => said('answer', { name: {}, value: 1 }),
    /'name' must be a name of 1 to 200 bytes; it is an object$/,
  ],
  [
    'a long text',
    () => said('retryStep', { step: 'a', from: `a:${'x'.repeat(39)}` }),
    /; it is text of 41 characters$/,
  ],
  [
    'a text of 40 characters',
    () => said('retryStep', { step: 'a', from: `a:${'x'.repeat(38)}` }),
    new RegExp(`; it is "a:x{38}"$`),
  ],
  ['text in place of fields', () => said('pauseRun', 'lunch'), 'pauseRun takes { reason }, not "lunch"'],
  ['nothing in place of fields', () => said('answer', undefined), 'answer takes { name, value }, not nothing'],
  [
    'fields in place of nothing',
    () => said('resumeRun', { reason: 'x' }),
    'resumeRun knows no field "reason"; it takes no argument',
  ],
  ['a list in place of nothing', () => said('resumeRun', []), 'resumeRun takes no argument, not a list of 0'],
  [
    'another option',
    start({ form: 1 }),
    'The second argument of a pipeline knows no field "form"; it takes { from?, failedItems?, fresh?, onFailure?, runTimeout?, continues? }',
  ],
  ['a policy that is none', start({ onFailure: 'wait' }), /'onFailure' must be 'pause' or 'fail'; it is "wait"$/],
  [
    'a duration that is a list',
    start({ runTimeout: [] }),
    /'runTimeout' must be a duration, such as '30 minutes'; it is a list of 0$/,
  ],
  [
    'fresh alone',
    start({ fresh: true }),
    "'fresh' alone pays for nothing again: say what, with 'from' or 'failedItems'",
  ],
  ['fresh and no failed items', start({ fresh: true, failedItems: false }), /^'fresh' alone/],
  [
    'an id that is a number',
    () => checkId(7),
    'The id of a run must be a name of 1 to 200 bytes; it is a number. Use a shorter one, such as a hash',
  ],
  [
    'an input of bytes',
    () => checkInput(new Uint8Array(1)),
    'The input must be JSON, at most 100 levels deep; it is bytes, not JSON',
  ],
])('%s is refused', (_what, ask, why) => {
  expect(ask).toThrow(why);
});

test.each([
  [{ from: 'a', fresh: true }],
  [{ failedItems: true, fresh: true }],
  [{ fresh: false }],
  [{ onFailure: 'pause', runTimeout: 5 }],
  [{ onFailure: 'fail', continues: 'e' }],
])('%j is taken as it is', (options) => {
  expect(checkedStart(options)).toEqual(options);
});

test('what is left out is left out, also where it is said to be nothing', () => {
  expect(Object.keys(said('retryStep', { step: 'a', from: null, fresh: undefined }))).toEqual(['step']);
  expect(isTaken(() => checkInput(undefined))).toBe(true);
  expect(said('resumeRun', undefined)).toEqual({});
});

test('a null is an answer like any other, and nothing is none', () => {
  expect(said('answer', { name: 'a', value: null })).toEqual({ name: 'a', value: null });
  expect(() => said('answer', { name: 'a' })).toThrow('it is missing');
  expect([fitsInline(undefined), fitsInline(null), fitsInline(10n), fitsInline({ a: [1] })]).toEqual([
    false,
    true,
    false,
    true,
  ]);
});

test('the bytes of what has no JSON are not known, those of nothing are none', () => {
  expect([jsonBytes(undefined), jsonBytes('é'), jsonBytes(10n), jsonBytes(() => 1)]).toEqual([
    0,
    4,
    undefined,
    undefined,
  ]);
});

test('how much may be said and kept is a promise: who changes a size says so', () => {
  expect(sizes).toEqual({
    nameBytes: 200,
    reasonCharacters: 1000,
    inlineBytes: 16_384,
    valueBytes: 65_536,
    depth: 100,
    callsBytes: 1_048_576,
    factsBytes: 524_288,
    facts: 1000,
    resultBytes: 524_288,
    timeoutMs: 31_536_000_000,
  });
});

test('text from outside is quoted, sixty characters of it', () => {
  expect(quoted('a\n"b"')).toBe('"a\\n\\"b\\""');
  expect(quoted('x'.repeat(60))).toBe(`"${'x'.repeat(60)}"`);
  expect(quoted('x'.repeat(61))).toBe(`"${'x'.repeat(60)}…"`);
});
