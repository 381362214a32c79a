/** Tests of the invoices, in memory: fifty customers, of whom some are bad, and workers that die. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { testPipelines } from 'pipeline-worker/testing';
import type { TestKit } from 'pipeline-worker/testing';
import { customers } from './pipelines';
import { billSteps } from './steps';
import type { Deps } from './steps';

const fifty = Array.from({ length: 50 }, (_, n) => ({ id: `c${n}`, folder: `folder ${n}` }));

const deps: Deps = {
  customers: () => Promise.resolve(fifty),
  invoices(folder) {
    if (folder === 'folder 7') return Promise.reject(new Error('its folder cannot be read'));
    const good = Array.from({ length: 4 }, (_, n) => ({ id: `${folder} ${n}`, text: `tea ${n},50 €` }));
    const bad = folder === 'folder 9' ? ['no sum', 'nor here'].map((text) => ({ id: text, text })) : [];
    return Promise.resolve([...good, ...bad]);
  },
};

let kit: TestKit;
beforeEach(async () => {
  kit = await testPipelines({ inMemory: true, pipelines: { customers }, steps: [billSteps], deps });
});
afterEach(() => kit.close());

test('one bad customer of fifty stops no other, and is told by name and reason', async () => {
  const run = kit.start(customers, {}, { id: 'july' });
  const { good, bad } = await run.result();
  assert.equal(good, 48);
  assert.deepEqual(bad, [
    { id: 'c7', reason: 'its folder cannot be read' },
    { id: 'c9', reason: '2 of 6 items failed, more than 20%' },
  ]);
});

test('a worker that dies among the customers costs no invoice that is parsed', async () => {
  const run = kit.start(customers, {}, { id: 'august' });
  await kit.crash({ after: 'bills.invoices' });
  assert.equal((await run.result()).good, 48);
  const ofGood = kit.calls('bills.parse').filter(({ input }) => (input as { id: string }).id.startsWith('folder'));
  assert.equal(ofGood.length, 49 * 4);
});

test('each customer is a row of its own', async () => {
  const run = kit.start(customers, {}, { id: 'september' });
  await run.result();
  const { steps } = await run.progress();
  assert.ok(steps.some(({ name, status }) => name === 'bills.parse [customer c8]' && status === 'done'));
});
