/** What an author may say of a call, and what is refused: also for those who write no types. */
import '../../testing/memory/asyncLocal';
import { steps as callsOf } from '../../workflows/kit';
import { mapOutput } from './mapOutput';
import type { FakeStep } from './outside';
import { runOf } from './run';
import type { TestRun } from './run';

type Any = (...given: unknown[]) => Promise<{ readonly $ref: string }>;
type LooseStep = Any & { readonly map: Any };
interface Loose {
  readonly list: LooseStep;
  readonly square: LooseStep;
  readonly add: LooseStep;
  readonly then?: unknown;
  readonly toJSON?: unknown;
}
const loose = (options?: object): Loose => callsOf('lab', options) as unknown as Loose;

const steps: Readonly<Record<string, FakeStep>> = {
  'lab.list': { run: () => [1, 2, 3], byRef: true },
  'lab.square': { run: mapOutput, byRef: true },
  'lab.add': { run: ({ a }) => Number(a) + 1 },
};

async function lived(body: (lab: Loose) => Promise<unknown>, options?: object): Promise<TestRun> {
  const run = runOf(steps, () => body(loose(options)));
  await run.work();
  return run;
}

it('options are the last argument of a call, and hold over those of the step, and those over those of all', async () => {
  const options = {
    startToCloseTimeout: '1s',
    steps: { add: { startToCloseTimeout: '2s' }, square: { shardSize: 1 } },
  };
  const lab = loose(options);
  const run = runOf(steps, async () => {
    await lab.add({ a: 1 });
    await lab.add({ a: 2 }, { startToCloseTimeout: '3s', label: 'two' });
    return lab.square.map(await lab.list({}), {}, { startToCloseTimeout: '4s', shardSize: 3 });
  });
  const seen: string[] = [];
  await run.work(({ name, options: { startToCloseTimeout } }) => {
    if (name.startsWith('lab.')) seen.push(`${name} ${String(startToCloseTimeout)}`);
    return false;
  });
  expect(run.ended).toHaveProperty('result');
  expect(seen).toEqual(['lab.add 2s', 'lab.add 3s', 'lab.list 1s', 'lab.square 4s']);
});

it('a map without shared inputs needs none', async () => {
  const run = await lived(async (lab) => lab.square.map(await lab.list({})));
  expect(run.result).toMatchObject({ counts: { ok: 3 } });
});

const CALL = 'startToCloseTimeout, heartbeatTimeout, maximumFailures, summary, onFailure';
describe('a word that is no option is refused, and what exists is named', () => {
  it.each([
    [`a call of lab.add has no option "lable"; it takes ${CALL}, label, undo`, { lable: 'x' }],
    [`a call of lab.add has no option "shardSize"; it takes ${CALL}, label, undo`, { shardSize: 1 }],
    [`the options of a call of lab.add are no object; it takes ${CALL}, label, undo`, 'fast'],
    [`the options of a call of lab.add are no object; it takes ${CALL}, label, undo`, null],
    ['the undo of a call of lab.add is no function, such as ({ input, output }) => shop.refund(input)', { undo: 'x' }],
  ])('of a call: %s', async (message, options) => {
    const run = await lived((lab) => lab.add({ a: 1 }, options));
    expect(run.ended).toMatchObject({ error: { type: 'OptionInvalid', message: expect.stringContaining(message) } });
    expect(run.outside.ran).toEqual([]);
  });

  it.each([
    [`a map of lab.square has no option "undo"; it takes ${CALL}, shardSize, maxFailed, label`, { undo: () => 1 }],
    [`a map of lab.square has no option "max"; it takes ${CALL}, shardSize, maxFailed, label`, { max: 1 }],
  ])('of a map: %s', async (message, options) => {
    const run = await lived(async (lab) => lab.square.map(await lab.list({}), {}, options));
    expect(run.ended).toMatchObject({ error: { type: 'OptionInvalid', message: expect.stringContaining(message) } });
  });

  it.each([
    [`steps('lab') has no option "timeout"; it takes ${CALL}, shardSize, maxFailed`, { timeout: 1 }],
    [
      `lab.add in steps('lab') has no option "label"; it takes ${CALL}, shardSize, maxFailed`,
      { steps: { add: { label: 'x' } } },
    ],
  ])('of a step set: %s', async (message, options) => {
    const run = await lived((lab) => lab.add({ a: 1 }), options);
    expect(run.ended).toMatchObject({ error: { type: 'OptionInvalid', message: expect.stringContaining(message) } });
  });
});

it('what JavaScript itself looks for is never a step: a step set can be awaited, shown and written as JSON', async () => {
  const lab = loose();
  expect(await Promise.resolve(lab)).toBe(lab);
  expect(JSON.stringify({ lab })).toBe('{"lab":{}}');
  expect([lab.then, lab.toJSON, (lab as never)[Symbol.toPrimitive], (lab as never)[Symbol.iterator]]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
