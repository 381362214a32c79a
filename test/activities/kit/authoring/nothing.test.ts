/** Steps that give nothing, through a run: recorded, answered from the record after a death, skipped, undone. */
import { ApplicationFailure } from '@temporalio/common';
import { z } from 'zod';
import { httpEffect, mapped, ref, stepSet, stepsFor } from '../../../../activities';
import { runStep } from '../../../../testing/runStep';
import { testPipelines } from '../../../../testing/testPipelines';
import type { TestKit } from '../../../../testing/testKit';
import { definePipeline, steps } from '../../../../workflows/kit';

interface Deps {
  readonly seen: string[];
  readonly trouble?: string;
}
const { defineStep, defineMapStep } = stepsFor<Deps>();
const input = { to: z.string() };
async function say(what: string, { deps }: { readonly deps: Deps }): Promise<void> {
  if (deps.trouble === what) throw ApplicationFailure.nonRetryable('no way out');
  deps.seen.push(what);
}

const mail = defineStep({ version: 1, input, run: ({ to }, step) => say(`mail ${to}`, step) });
const charge = defineStep({
  version: 1,
  input,
  idempotencyKey: ({ to }) => `charge-${to}`,
  run: ({ to }, step) => say(`charge ${to} as ${step.idempotencyKey}`, step),
});
const put = defineStep({
  version: 1,
  input,
  resource: ({ to }) => to,
  replaces: true,
  run: ({ to }, step) => say(`put ${to} ${step.token > 0}`, step),
});
const all = defineStep({ version: 1, input: {}, output: ref(z.array(z.string())), run: async () => ['a', 'b', 'c'] });
const tell = defineMapStep({
  version: 1,
  cache: true,
  item: z.string(),
  id: (to) => to,
  shared: {},
  async run(to, _shared, step) {
    if (to === 'c') step.skip('on holiday');
    await say(`tell ${to}`, step);
  },
});
const count = defineStep({
  version: 1,
  input: { told: mapped(z.null()) },
  output: z.number(),
  run: async ({ told }) => told.filter(({ outcome }) => outcome === 'ok').length,
});
const shopSteps = stepSet('shop', { mail, charge, put, all, tell, count });
const shop = steps<typeof shopSteps>('shop');

const order = definePipeline('order', { input: z.object(input), steps: { shop } }, async (run) => {
  const { to } = run.input;
  const charged = await shop.charge(
    { to },
    { undo: ({ output }) => shop.mail({ to: `undone, had ${String(output)}` }) },
  );
  const told = await shop.count({ told: await shop.tell.map(await shop.all({})) });
  await run.sleep('1 hour');
  return [charged, told, await shop.put({ to }), await shop.mail({ to })];
});

let kit: TestKit;
let deps: { seen: string[]; trouble?: string };
const done = [null, 2, null, null];
const once = ['charge me as charge-me', 'tell a', 'tell b', 'put me true', 'mail me'];
beforeEach(async () => {
  deps = { seen: [] };
  kit = await testPipelines({ inMemory: true, pipelines: { order }, steps: [shopSteps], deps });
});
afterEach(() => kit.close());
const start = () => kit.start(order, { to: 'me' }, { id: 'o1' });

test('its callers get null, and what it did is recorded: after a death, and in another run of the id, it is not done again', async () => {
  const started = start();
  await kit.crash({ after: 'shop.charge' });
  expect(await started.result()).toEqual(done);
  expect(await start().result()).toEqual(done);
  expect(deps.seen).toEqual(once);
});

test('it can be skipped without saying what stands in its place', async () => {
  deps.trouble = 'mail me';
  const started = start();
  await expect(started.result()).rejects.toThrow('no way out');
  await started.skip('shop.mail', 'by phone');
  expect(await started.result()).toEqual(done);
});

test('it is undone knowing that it was done', async () => {
  deps.trouble = 'mail me';
  const started = kit.start(order, { to: 'me' }, { id: 'o1', onFailure: 'fail' });
  await expect(started.result()).rejects.toThrow('no way out');
  expect(deps.seen.at(-1)).toBe('mail undone, had null');
});

test('one that returns something all the same, which its types forbid, is told of it', async () => {
  const lies = defineStep({ version: 1, input: {}, run: () => Promise.resolve('sent' as never) });
  const failure = { type: 'OutputInvalid', message: expect.stringContaining('expected null') as string };
  await expect(runStep(lies, {}, { deps })).rejects.toMatchObject(failure);
  expect(await runStep(mail, { to: 'me' }, { deps })).toBeNull();
});

test('nothing is read of what an API answers when nobody wants to know', async () => {
  const answers = [new Response('queued, thank you', { status: 202 }), new Response(null, { status: 204 })];
  const http = { baseUrl: 'https://mail', fetch: () => Promise.resolve(answers.shift() ?? Response.error()) };
  const send = httpEffect({ version: 1, input, idempotencyKey: ({ to }) => to, request: () => ({ url: '/send' }) });
  expect(await runStep(send, { to: 'me' }, { deps: { http } })).toBeNull();
  expect(await runStep(send, { to: 'me' }, { deps: { http } })).toBeNull();
});
