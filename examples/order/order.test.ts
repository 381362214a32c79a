/** Tests of the order, in memory: no server, no waiting. The shop is a fake that keeps what it did under its key. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { testPipelines } from 'pipeline-worker/testing';
import type { TestKit } from 'pipeline-worker/testing';
import { order } from './pipelines';
import { shopSteps } from './steps';

const input = { id: 'o1', sku: 'tea', cents: 900, to: 'ada@example.org' };
const answers: Record<string, object> = { reserve: { shelf: 'A3' }, charge: { receipt: 'r1' }, ship: { parcel: 'p1' } };

/** What was done, in order; asked again under the same key, it is not done again. */
let done: string[];
/** Names of what the shop refuses. */
let refused: Set<string>;
let kit: TestKit;

async function shop(url: string | URL | Request, init?: RequestInit): Promise<Response> {
  const what = new URL(url.toString()).pathname.slice(1);
  const key = new Headers(init?.headers).get('idempotency-key') ?? '';
  if (refused.has(what)) return Promise.resolve(new Response('no', { status: 422 }));
  if (!done.includes(key)) done.push(key);
  return Promise.resolve(Response.json(answers[what] ?? {}));
}

beforeEach(async () => {
  [done, refused] = [[], new Set()];
  kit = await testPipelines({
    inMemory: true,
    pipelines: { order },
    steps: [shopSteps],
    deps: { http: { baseUrl: 'http://shop.example', fetch: shop } },
  });
});
afterEach(() => kit.close());

test('an order is reserved, charged, shipped and told, each once, whatever worker dies', async () => {
  const run = kit.start(order, input, { id: 'o1' });
  await kit.crash({ in: 'shop.charge' });
  await kit.crash({ after: 'shop.ship' });
  assert.deepEqual(await run.result(), { parcel: 'p1' });
  assert.deepEqual(done, ['reserve-o1', 'charge-o1', 'ship-o1', 'mail-o1']);
});

test('what cannot be shipped is refunded, then released', async () => {
  refused.add('ship');
  const run = kit.start(order, input, { id: 'o1', onFailure: 'fail' });
  await assert.rejects(run.result());
  assert.deepEqual(done, ['reserve-o1', 'charge-o1', 'refund-o1', 'release-o1']);
});

test('a large order waits for its approval, and reminds each day', async () => {
  const run = kit.start(order, { ...input, cents: 120_000 }, { id: 'o1' });
  await kit.sleep('3 days');
  assert.deepEqual(kit.calls('shop.charge'), []);
  await run.answer('approval', { ok: true });
  assert.deepEqual(await run.result(), { parcel: 'p1' });
});

test('nobody approves in 30 days: the order is refused, and nothing was charged', async () => {
  const run = kit.start(order, { ...input, cents: 120_000 }, { id: 'o1' });
  await kit.sleep('31 days');
  assert.deepEqual(await run.result(), { refused: 'not approved' });
  assert.deepEqual(done, ['mail-o1-approval']);
});
