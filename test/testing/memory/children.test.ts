/** `run.child` in memory: a pipeline of the kit, run as a child of another. */
import { z } from 'zod';
import { testPipelines } from '../../../testing/testPipelines';
import type { TestKit } from '../../../testing/testKit';
import { definePipeline, StepFailed } from '../../../workflows/kit';
import { asking, order } from '../pipelines';
import { shopSteps } from '../shop';
import type { Deps } from '../shop';

const Many = z.object({ ids: z.array(z.string()), factor: z.number().default(1) });

/** Orders of one customer, each a run of its own. */
const orders = definePipeline('orders', { input: Many }, (run) =>
  Promise.all(run.input.ids.map((id) => run.child(order, { id, factor: run.input.factor }, { id: `order-${id}` }))),
);
const asked = definePipeline('asked', { input: z.object({}) }, (run) =>
  run.child(asking, { question: '?' }, { id: 'question' }),
);
const tolerant = definePipeline('tolerant', { input: z.object({}) }, (run) =>
  run.child(order, { id: '1', factor: 1000 }, { onFailure: 'throw' }).catch((error: unknown) => {
    if (error instanceof StepFailed) return { refused: error.reason };
    throw error;
  }),
);
const twins = definePipeline('twins', { input: z.object({}) }, (run) =>
  Promise.all([order, counting].map((pipeline) => run.child(pipeline, { id: '1' }, { id: 'x' }))),
);
const counting = definePipeline('counting', { input: order.input }, () => Promise.resolve(deps.seen.length));
const lost = definePipeline('lost', { input: z.object({}) }, (run) => run.child('nowhere', {}));
const parent = definePipeline('parent', { input: z.object({}) }, (run) => run.child(lost, {}));

let kit: TestKit;
let deps: { seen: string[]; trouble?: Deps['trouble'] };
beforeEach(async () => {
  deps = { seen: [] };
  const pipelines = { order, asking, orders, asked, tolerant, twins, counting, lost, parent };
  kit = await testPipelines({ inMemory: true, pipelines, steps: [shopSteps], deps });
});
afterEach(() => kit.close());

const done = (id: string) => ({ receipt: `receipt of ${id}`, sold: 2 });

test('children give their results, also when a worker dies, and each is a run with an id of its own', async () => {
  const started = kit.start(orders, { ids: ['1', '2'] }, { id: 'c1' });
  await kit.crash({ after: 'shop.charge' });
  expect(await started.result()).toEqual([done('1'), done('2')]);
  expect(new Set(kit.calls('shop.charge').map(({ runId }) => runId))).toEqual(new Set(['order-1', 'order-2']));
  expect(deps.seen.filter((what) => what.startsWith('charge-')).toSorted()).toEqual(['charge-1: 400', 'charge-2: 400']);
});

test('what a child waits for is seen in its parent, and answered there', async () => {
  const started = kit.start(asked, {}, { id: 'c1' });
  await kit.sleep('1 hour');
  expect(await started.progress()).toMatchObject({
    status: 'waiting',
    waitingFor: ['go'],
    steps: [{ name: 'asking [question]', child: 'question' }],
  });
  await started.answer('go', 'yes');
  expect(await started.result()).toBe('yes');
});

test('a child that is paused is named by the run that waits for it, and goes on when that is told to', async () => {
  deps.trouble = (what) => {
    if (what === 'mail') throw new Error('no way out');
  };
  const started = kit.start(orders, { ids: ['1'] }, { id: 'c1' });
  await expect(started.result()).rejects.toThrow(/c1 waits for a person .*order \[order-1\]: shop\.mail: .*no way out/);
  await started.skip('shop.mail', 'by phone');
  expect(await started.result()).toEqual([done('1')]);
});

test('a child that fails is told to the body, with its reason', async () => {
  const started = kit.start(tolerant, {}, { id: 'c1', onFailure: 'fail' });
  expect(await started.result()).toEqual({ refused: '400000 cents are too much' });
});

test('a child that fails fails the run that does not want it otherwise', async () => {
  const started = kit.start(orders, { ids: ['1'], factor: 1000 }, { id: 'c1', onFailure: 'fail' });
  await expect(started.result()).rejects.toMatchObject({
    status: 'failed',
    type: 'TooMuch',
    reason: '400000 cents are too much',
  });
});

test('children of a run that is cancelled are cancelled, and have ended before it', async () => {
  const started = kit.start(orders, { ids: ['1', '2'] }, { id: 'c1' });
  await kit.sleep('1 hour');
  await started.cancel();
  expect(kit.calls('shop.mail')).toEqual([]);
  await expect(started.result()).rejects.toMatchObject({ status: 'cancelled' });
  expect(await kit.start(order, { id: '1' }, { id: 'order-1' }).result()).toEqual(done('1'));
  expect(kit.calls('shop.charge')).toHaveLength(2);
});

test('a run whose id a child has is awaited by it, and what it recorded answers', async () => {
  const first = kit.start(order, { id: '1' }, { id: 'order-1' });
  const started = kit.start(orders, { ids: ['1'] }, { id: 'c1' });
  expect(await started.result()).toEqual([done('1')]);
  expect(await first.result()).toEqual(done('1'));
  expect(kit.calls('shop.charge')).toHaveLength(1);
});

test('of two pipelines under one id the second begins when the first has ended', async () => {
  expect(await kit.start(twins, {}, { id: 'c1' }).result()).toEqual([done('1'), 2]);
});

test('a child of a pipeline that the kit was not given is a RangeError that names those it has', async () => {
  for (const pipeline of [lost, parent]) {
    const ended = kit.start(pipeline, {}, { id: pipeline.name }).result();
    await expect(ended).rejects.toThrow(RangeError);
    await expect(ended).rejects.toThrow(/^lost .* child of 'nowhere', .* which has: order, asking, orders/);
  }
});
