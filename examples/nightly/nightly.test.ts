/** Tests of the night, in memory: shops that sell, and books that keep each entry under its key. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { testPipelines } from 'pipeline-worker/testing';
import type { TestKit } from 'pipeline-worker/testing';
import { nightly, small } from './pipelines';
import { nightSteps } from './steps';

const sold: Record<string, number> = { bern: 900, basel: 1200, chur: 150 };
const shops = Object.keys(sold);

let entries: Map<string, number>;
let kit: TestKit;

async function books(_url: string | URL | Request, init?: RequestInit): Promise<Response> {
  const key = new Headers(init?.headers).get('idempotency-key') ?? '';
  if (!entries.has(key)) entries.set(key, (JSON.parse(String(init?.body)) as { cents: number }).cents);
  return Promise.resolve(Response.json({}));
}

beforeEach(async () => {
  entries = new Map();
  kit = await testPipelines({
    inMemory: true,
    pipelines: { nightly, small },
    steps: [nightSteps],
    deps: {
      sales: (shop) => Promise.resolve(sold[shop] ?? 0),
      books: { baseUrl: 'http://books.example', fetch: books },
    },
  });
});
afterEach(() => kit.close());

test('a night is a run for each shop, and each shop is booked once, whatever worker dies', async () => {
  const run = kit.start(nightly, { shops }, { id: 'night' });
  await kit.crash({ in: 'night.book' });
  const { day, cents } = await run.result();
  assert.equal(cents, 2250);
  assert.deepEqual([...entries.keys()].sort(), shops.map((shop) => `${shop}-${day}`).sort());
});

test('each shop is one row of the night, and the same night again books nothing more', async () => {
  const run = kit.start(nightly, { shops }, { id: 'night' });
  const { day } = await run.result();
  const { steps } = await run.progress();
  assert.ok(steps.some(({ name, status }) => name === `small [${day}-chur]` && status === 'done'));
  await kit.start(nightly, { shops }, { id: 'once more' }).result();
  assert.deepEqual([...entries.values()], Object.values(sold));
});

test('a shop runs alone too', async () => {
  const run = kit.start(small, { shop: 'bern', day: '2026-11-27' }, { id: 'bern' });
  assert.deepEqual(await run.result(), { cents: 900 });
  assert.deepEqual([...entries], [['bern-2026-11-27', 900]]);
});
