/** Whatever is said to a run, and whatever a body gives away: the run answers, and ends with a result or a reason. */
import { RawValue } from '@temporalio/common';
import { usePipelines } from '../support/pipeline';
import { failureOf, pausedAt, progressOf, refusalOf, until, update } from './driver';
import { sumSteps } from './steps';
import { World } from './world';

const pipelines = usePipelines(require.resolve('./doorWorkflows'));
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const unreadable = RawValue.fromPayload({ metadata: { encoding: bytes('binary/none') }, data: bytes('x') });
/** JSON that the client of these tests could not write itself. */
const json = (text: string): unknown =>
  RawValue.fromPayload({ metadata: { encoding: bytes('json/plain') }, data: bytes(text) });
const halfJson = json('{"step":');
const lists = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

const begun = (options?: unknown) => pipelines.start('doorPipeline', { count: 1 }, options);
const waiting = (run: Parameters<typeof progressOf>[0]) =>
  until(
    () => progressOf(run),
    ({ waitingFor }) => waitingFor.length > 0,
  );

const MESSAGES: readonly [string, unknown, RegExp][] = [
  ['pauseRun', undefined, /^pauseRun takes \{ reason \}, not nothing/],
  ['pauseRun', null, /^pauseRun takes \{ reason \}, not null/],
  ['pauseRun', {}, /^pauseRun: 'reason' must be a reason of 1 to 1000 characters; it is missing/],
  ['pauseRun', { reason: 5 }, /it is a number/],
  ['pauseRun', { reason: ' ' }, /it is " "/],
  ['pauseRun', { reason: 'x'.repeat(1_900_000) }, /it is text of 1900000 characters/],
  ['pauseRun', JSON.parse('{"__proto__":{"reason":"x"}}'), /knows no field "__proto__"/],
  ['pauseRun', 'lunch', /not "lunch"/],
  ['pauseRun', unreadable, /the argument of pauseRun cannot be read: Unknown encoding: binary\/none/],
  ['resumeRun', { now: true }, /resumeRun knows no field "now"; it takes no argument/],
  ['retryStep', undefined, /^retryStep takes \{ step, from\?, failedItems\?, fresh\? \}, not nothing/],
  ['retryStep', halfJson, /the argument of retryStep cannot be read/],
  ['retryStep', { step: 'sum.gap', from: 'a:b' }, /'from' must be the name of a step.* without a colon/],
  ['retryStep', { step: 'sum.gap', failedItems: 'yes' }, /'failedItems' must be true or false; it is "yes"/],
  ['retryStep', { step: 'sum.gap', form: 'sum.list' }, /knows no field "form"/],
  ['retryStep', { step: 'n'.repeat(1201) }, /it is text of 1201 characters/],
  ['retryStep', { step: '\ud83d' }, /'\ufffd' is not paused; paused: sum.gap/],
  ['retryStep', { step: 'constructor' }, /'constructor' is not paused/],
  ['skipStep', { step: 'sum.gap' }, /'reason' must be .*; it is missing/],
  ['answer', { name: 'go' }, /'value' must be JSON of at most 16384 bytes, 100 levels deep; it is missing/],
  ['answer', { name: 'go', value: 'x'.repeat(20_000) }, /it is text of 20000 characters/],
  ['answer', json(`{"name":"go","value":${lists(5000)}}`), /it is a list of 1/],
  ['answer', { name: '__proto__', value: 1 }, /nothing waits for '__proto__'/],
  ['nosuch', { any: 'thing' }, /No registered handler for update: nosuch/],
];

it('refuses every message that has not its shape, says what is wrong with it, and the run goes on', async () => {
  const world = new World().failing('gap', 1);
  await pipelines.worker([sumSteps], { world });
  const run = await begun();
  await pausedAt(run, 'sum.gap');
  for (const [name, argument, why] of MESSAGES) {
    expect([name, await refusalOf(update(run, name, argument))]).toEqual([name, expect.stringMatching(why)]);
  }
  const odd = [unreadable, null, { any: 'thing' }, 'x'.repeat(100_000)];
  for (const argument of odd) expect(await run.query('progress', argument)).toMatchObject({ status: 'paused' });
  for (const argument of odd) await run.signal('nobody', argument);
  expect((await progressOf(run)).heldFor).toBeUndefined();
  await update(run, 'retryStep', { step: 'sum.gap', from: null, fresh: null });
  await waiting(run);
  await update(run, 'answer', { name: 'go', value: null });
  await expect(run.result()).resolves.toEqual({ answer: null });
});

it('of many calls with long messages the answer to a query and the Web UI show less of each', async () => {
  const calls = 150;
  const world = new World();
  for (let i = 0; i < calls; i += 1) {
    world.on(`hold failing ${i}`, () => {
      throw new Error('ø'.repeat(5000));
    });
  }
  await pipelines.worker([sumSteps], { world });
  const run = await pipelines.start('failingPipeline', { calls });
  const { steps } = await until(
    () => progressOf(run),
    (now) => now.steps.filter(({ status }) => status === 'paused').length === calls,
  );
  // On a busy machine the heartbeat of some may end their attempts first, which takes fewer words.
  expect(Math.max(...steps.map(({ message = '' }) => message.length))).toBe(666);
  const { currentDetails } = await run.query<{ currentDetails: string }>('__temporal_workflow_metadata');
  expect(currentDetails).toMatch(/and 50 more calls$/);
  expect(currentDetails.length).toBeLessThan(60_000);
  await run.cancel();
  await expect(run.result()).rejects.toThrow('Workflow execution cancelled');
});

describe('with a worker whose world is well', () => {
  pipelines.sharedWorker([sumSteps], { world: new World() });

  it('an answer counts once: before somebody waits and after it was given it is refused', async () => {
    const run = await begun();
    expect(await refusalOf(update(run, 'answer', { name: 'no', value: 1 }))).toMatch(
      /^nothing waits for 'no'; waiting: /,
    );
    await waiting(run);
    const [first, second] = await Promise.allSettled(
      [1, 2].map((value) => update(run, 'answer', { name: 'go', value })),
    );
    const given = first?.status === 'fulfilled' ? 1 : 2;
    expect(new Set([first?.status, second?.status])).toEqual(new Set(['fulfilled', 'rejected']));
    await expect(run.result()).resolves.toEqual({ answer: given });
  });

  it.each([
    ['an unknown field', { form: 'sum.list' }, /The second argument of a pipeline knows no field "form"/],
    ['a word that is none', { onFailure: 'Fail' }, /'onFailure' must be 'pause' or 'fail'; it is "Fail"/],
    ['fresh alone', { fresh: true }, /'fresh' alone pays for nothing again/],
    ['a step with a colon', { from: 'a:b' }, /'from' must be the name of a step/],
    [
      'a step that no worker has',
      { from: 'no.such' },
      /'from' names no step of this worker: 'no.such'; its steps: sum.list/,
    ],
    ['half a step name', { from: 'list' }, /did you mean 'sum.list'\?/],
    ['a duration that is none', { runTimeout: 'soon' }, /'runTimeout' must be a duration of at most a year/],
    ['a duration without end', { runTimeout: 1e300 }, /'runTimeout' must be a duration of at most a year/],
    [
      'text',
      'from: sum.list',
      /takes \{ from\?, failedItems\?, fresh\?, onFailure\?, runTimeout\?, continues\? \}, not "from: sum.list"/,
    ],
    ['a list', [], /not a list of 0/],
    ['bytes', bytes('x'), /not bytes, not JSON/],
    ['what cannot be read', unreadable, /An argument of the run cannot be read: Unknown encoding/],
  ])('a second argument that can never work fails the run with its reason: %s', async (_what, options, why) => {
    const run = await begun(options);
    expect(await failureOf(run)).toEqual({ type: 'StartInvalid', message: expect.stringMatching(why) });
    expect((await progressOf(run)).error).toMatch(why);
  });

  it.each([
    ['unreadable', unreadable, 'StartInvalid'],
    ['half of its JSON', halfJson, 'StartInvalid'],
    ['bytes', bytes('x'), 'StartInvalid'],
    ['5,000 levels', json(lists(5000)), 'StartInvalid'],
    ['too large', { count: 1, pad: 'x'.repeat(20_000) }, 'StartInvalid'],
    ['half a character', '\ud83d', 'RunInputInvalid'],
    ['null', null, 'RunInputInvalid'],
  ])('an input that can never work fails the run with its reason: %s', async (_what, input, type) => {
    expect((await failureOf(await pipelines.start('doorPipeline', input))).type).toBe(type);
  });

  it('null as second argument is none, and so is null as a field of it', async () => {
    for (const options of [null, { from: null, onFailure: null }]) {
      const run = await pipelines.start('doorPipeline', { count: 1 }, options);
      await waiting(run);
      await update(run, 'answer', { name: 'go', value: 1 });
      await expect(run.result()).resolves.toEqual({ answer: 1 });
    }
  });

  it('an id that no key can have, and a memo that cannot be read, do not hang a run', async () => {
    const { taskQueue } = pipelines.config();
    const start = (workflowId: string, memo: Record<string, unknown>) =>
      pipelines.client.workflow.start('doorPipeline', { taskQueue, workflowId, memo, args: [{ count: 1 }] });
    expect(await failureOf(await start('i'.repeat(201), {}))).toEqual({
      type: 'StartInvalid',
      message: expect.stringMatching(/^The id of a run must be a name of 1 to 200 bytes; it is text of 201 characters/),
    });
    const run = await start('odd memo', { note: unreadable });
    await waiting(run);
    await update(run, 'answer', { name: 'go', value: 1 });
    await run.result();
  });

  it.each([
    ['a result of 3 MB', 'TooLarge', /its result has 3145730 bytes, at most 524288/],
    ['a BigInt as result', 'NotJson', /its result is no JSON/],
    ['a cycle as result', 'NotJson', /its result is no JSON/],
    ['a function as result', 'NotJson', /its result is no JSON/],
    ['a BigInt in once', 'NotJson', /what 'once:big' is to remember is no JSON/],
    ['3 MB in once', 'TooLarge', /what 'once:long' is to remember has 3145730 bytes, at most 16384/],
    ['a name of 1,000 bytes', 'TooLarge', /a name has more than 200 bytes/],
    ['an input of 3 MB', 'TooLarge', /the input of sum.note has 3145\d+ bytes, at most 1048576/],
    ['a BigInt as input', 'NotJson', /the input of sum.note is no JSON/],
    ['a thousand facts', 'TooLarge', /it remembers 35 facts of 5\d+ bytes together, at most 1000 of 524288/],
    ['a message of 3 MB', 'Own', /^x{900}/],
    ['details of 3 MB', 'Own', /^with details$/],
    ['a BigInt in details', 'Own', /^with details$/],
    ['half a character in a message', 'Own', /^a \ufffd b$/],
    ['shards of a third of an item', 'OptionInvalid', /the shardSize of sum.square is 0.33\d+: give a whole number/],
    ['shards of nothing', 'OptionInvalid', /the shardSize of sum.square is 0: give a whole number/],
    ['shards of no number', 'OptionInvalid', /the shardSize of sum.square is NaN: give a whole number/],
  ])('a body that cannot be sent ends its run with the reason: %s', async (what, type, why) => {
    const run = await pipelines.start('oddPipeline', { what });
    expect(await failureOf(run)).toEqual({ type, message: expect.stringMatching(why) });
  });

  it('a summary of any length is cut to a line', async () => {
    const run = await pipelines.start('oddPipeline', { what: 'a summary of 3 MB' });
    await expect(run.result()).resolves.toMatchObject({ echo: '' });
  });

  it.each([[300, 15_000]])(
    '%d calls side by side with %d bytes each are sent as Temporal takes them',
    async (calls, characters) => {
      const run = await pipelines.start('fanPipeline', { calls, characters });
      await expect(run.result()).resolves.toBeGreaterThan(calls * characters);
    },
  );

  it('what run.once remembers answers no run.waitFor, whatever the two are called', async () => {
    const run = await pipelines.start('alikePipeline', { count: 1 });
    await waiting(run);
    await update(run, 'answer', { name: 'go', value: 'answered' });
    await expect(run.result()).resolves.toEqual(['decided', 'answered', 'too']);
  });

  it('a handler or a check that has a bug refuses its message, and the run goes on', async () => {
    const run = await pipelines.start('buggyPipeline', undefined);
    expect(await refusalOf(update(run, 'pauseRun', { reason: 'lunch' }))).toBe('pauseRun could not be done: a bug');
    expect(await refusalOf(update(run, 'resumeRun'))).toBe('resumeRun could not be done: a later bug');
    expect(await refusalOf(update(run, 'skipStep', { step: 'a', reason: 'b' }))).toBe(
      'skipStep could not be done: a bug of a check',
    );
    await update(run, 'answer', { name: 'go', value: 1 });
    await run.result();
  });

  it('ten huge messages at the same moment do not end a run', async () => {
    const run = await begun();
    await waiting(run);
    const huge = { reason: 'x'.repeat(1_900_000) };
    const told = await Promise.allSettled(Array.from({ length: 10 }, () => update(run, 'pauseRun', huge)));
    expect(new Set(told.map(({ status }) => status))).toEqual(new Set(['rejected']));
    await update(run, 'answer', { name: 'go', value: 1 });
    await expect(run.result()).resolves.toEqual({ answer: 1 });
  });
});
