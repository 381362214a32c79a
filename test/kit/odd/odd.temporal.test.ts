/** What steps return and throw may be anything: it fails what gave it, by name, and nothing else. */
import { ApplicationFailure } from '@temporalio/common';
import type { WorkflowHandle } from '@temporalio/client';
import { z } from 'zod';
import { mapped } from '../../../activities/kit';
import { loadFields } from '../../../activities/kit/content/load';
import { usePipelines } from '../../support/pipeline';
import { pausedAt, stateOf } from '../driver';
import { oddSteps } from './steps';

const pipelines = usePipelines(require.resolve('./workflows'));

const trap = (): never => {
  throw new Error('trapped');
};
const thrown = (what: unknown) => (): never => {
  throw what;
};
const cyclic: Record<string, unknown> = {};
cyclic['self'] = cyclic;

/** What cannot be stored: final. By the reason that its item ends with. */
const returned: Readonly<Record<string, [() => unknown, string]>> = {
  undefined: [() => undefined, 'it is undefined'],
  nan: [() => Promise.resolve(NaN), 'it is NaN'],
  bigint: [() => ({ id: 10n }), '.id is the BigInt 10'],
  cycle: [() => cyclic, '.self is the object that it lies in'],
  function: [() => trap, 'it is a function'],
  toJson: [() => ({ toJSON: trap }), 'trapped'],
  getter: [() => Object.defineProperty({}, 'x', { get: trap, enumerable: true }), 'trapped'],
};
/** What is thrown may be anything too: tried again, like every failure, unless it says that it is final. */
const threw: Readonly<Record<string, [() => unknown, string]>> = {
  text: [thrown('a plain text'), 'a plain text'],
  nothing: [thrown(undefined), 'undefined was thrown'],
  null: [thrown(null), 'null was thrown'],
  object: [thrown({ code: 'E42', message: 'card declined' }), 'card declined'],
  nullProto: [thrown(Object.create(null)), 'an object was thrown: {}'],
  proxy: [thrown(new Proxy({}, { get: trap, getPrototypeOf: trap })), 'cannot be read'],
  message: [thrown(Object.defineProperty(new Error(), 'message', { get: trap })), 'cannot be read'],
  details: [thrown(ApplicationFailure.create({ message: 'with details', details: [10n] })), 'with details'],
};

function depsOf(odd: Readonly<Record<string, [() => unknown, string]>>) {
  const calls: string[] = [];
  return { calls, odd: Object.fromEntries(Object.entries(odd).map(([name, [give]]) => [name, give])) };
}

const items = (...ids: unknown[]) => ids.map((id) => ({ id }));

async function reasonsOf(run: WorkflowHandle, step: string): Promise<Map<string, string>> {
  const state = await stateOf(pipelines, run.workflowId);
  const { output } = (await state.facts()).records.find((record) => record.step === step) ?? {};
  const { all } = await loadFields(state, 'reader', { all: mapped(z.any()) }, { all: output });
  const entries = all as { id: string; reason?: string }[];
  return new Map(entries.flatMap(({ id, reason }) => (reason === undefined ? [] : [[id, reason] as const])));
}

describe.each([false, true])('an odd item of a map (cache: %p)', (paid) => {
  it('whose result cannot be stored fails alone, named, with its reason, after one call', async () => {
    const { odd, calls } = depsOf({ ...returned, ...goodOnes });
    await pipelines.worker([oddSteps], { odd, calls });
    const run = await pipelines.start('mapPipeline', { items: items(...Object.keys(odd)), paid });
    const count = Object.keys(returned).length;
    await expect(run.result()).resolves.toEqual({ ok: Object.keys(goodOnes).length, failed: count });
    const reasons = await reasonsOf(run, paid ? 'odd.paid' : 'odd.map');
    for (const [name, [, why]] of Object.entries(returned)) {
      expect(reasons.get(name)).toContain(`'${name}'`);
      expect(reasons.get(name)).toContain(why);
    }
    expect(calls.toSorted()).toEqual(Object.keys(odd).toSorted());
  });

  it('that throws what cannot be read fails alone, with a text', async () => {
    const { odd, calls } = depsOf({ ...threw, ...goodOnes });
    await pipelines.worker([oddSteps], { odd, calls });
    const run = await pipelines.start('mapPipeline', { items: items(...Object.keys(odd)), paid });
    const count = Object.keys(threw).length;
    await expect(run.result()).resolves.toEqual({ ok: Object.keys(goodOnes).length, failed: count });
    const reasons = await reasonsOf(run, paid ? 'odd.paid' : 'odd.map');
    for (const [name, [, why]] of Object.entries(threw)) expect(reasons.get(name)).toContain(why);
  });
});

const goodOnes: Readonly<Record<string, [() => unknown, string]>> = Object.fromEntries(
  Array.from({ length: 12 }, (_, i) => [`good ${i}`, [() => Promise.resolve(i), '']]),
);

it('an item that its schema refuses fails alone, under its place in the list', async () => {
  const { odd, calls } = depsOf(goodOnes);
  await pipelines.worker([oddSteps], { odd, calls });
  const run = await pipelines.start('mapPipeline', { items: [...items('good 1', 'good 2'), 'no object'] });
  await expect(run.result()).resolves.toEqual({ ok: 2, failed: 1 });
  expect([...(await reasonsOf(run, 'odd.map'))]).toEqual([
    ['items[2]', expect.stringMatching(/^items\[2\] of the list is not what the step declares/)],
  ]);
});

it('equal ids in two shards are refused as in one, before anything is paid', async () => {
  const { odd, calls } = depsOf(goodOnes);
  await pipelines.worker([oddSteps], { odd, calls });
  const run = await pipelines.start('mapPipeline', { items: items('good 1', 'good 2', 'good 1'), shardSize: 1 });
  expect(await pausedAt(run, 'odd.map')).toContain("items[0] and items[2] of its list have the same id 'good 1'");
  await run.cancel();
  await expect(run.result()).rejects.toThrow('cancelled');
  expect(calls).toEqual([]);
});

it.each(Object.keys(returned))('a plain step that returns %s fails at once, naming step and place', async (id) => {
  const { odd, calls } = depsOf(returned);
  await pipelines.worker([oddSteps], { odd, calls });
  for (const [step, what] of [
    ['plain', 'odd.plain: the output'],
    ['field', 'odd.field: price'],
  ] as const) {
    const run = await pipelines.start('stepPipeline', { step, id }, { onFailure: 'fail' });
    await expect(run.result()).rejects.toMatchObject({
      cause: { cause: { type: 'OutputInvalid', message: expect.stringContaining(what) as string } },
    });
  }
  expect(calls).toEqual([id, id]);
});

it.each(Object.keys(threw))('a plain step that throws %s fails with a text, and the worker lives', async (id) => {
  const { odd, calls } = depsOf(threw);
  await pipelines.worker([oddSteps], { odd, calls });
  const run = await pipelines.start('stepPipeline', { step: 'plain', id }, { onFailure: 'fail' });
  await expect(run.result()).rejects.toMatchObject({
    cause: { cause: { type: 'StepExhausted', message: expect.stringContaining(threw[id]?.[1] ?? '') as string } },
  });
  expect(calls).toHaveLength(2);
});
