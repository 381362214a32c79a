/** Tests of the batch, in memory: the model is a fake that answers over HTTP, and counts what it is paid for. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { testPipelines } from 'pipeline-worker/testing';
import type { TestKit } from 'pipeline-worker/testing';
import { labelling } from './pipelines';
import { docSteps } from './steps';

const documents = Array.from({ length: 500 }, (_, n) => ({ id: `d${n}`, text: n === 7 ? ' ' : `text ${n}` }));
const input = { day: '2026-11-27', prompt: 'Which topic?' };
/** How often each text was paid for. */
const paid = new Map<string, number>();
const server = createServer((request, response) => {
  void json(request).then((asked) => {
    const { text } = asked as { text: string };
    if (text === 'text 9') return response.writeHead(400).end('this text is not allowed');
    paid.set(text, (paid.get(text) ?? 0) + 1);
    return response.end(JSON.stringify({ topic: text === 'text 11' ? 3 : 'buses', certainty: 0.9 }));
  });
});
const mostPaid = () => Math.max(...paid.values());

let model = '';
let kit: TestKit;
before(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  model = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(async () => {
  paid.clear();
  const deps = { documents: () => Promise.resolve(documents), model };
  kit = await testPipelines({ inMemory: true, pipelines: { labelling }, steps: [docSteps], deps });
});
afterEach(() => kit.close());

test('every document ends labelled, failed or skipped, and is paid for once', async () => {
  const counts = await kit.start(labelling, input, { id: 'friday' }).result();
  assert.deepEqual(counts, { total: 500, ok: 497, failed: 2, skipped: 1, cached: 0 });
  assert.deepEqual([paid.size, mostPaid()], [498, 1]);
});

test('another run of the same documents pays nothing', async () => {
  await kit.start(labelling, input, { id: 'friday' }).result();
  const again = await kit.start(labelling, input, { id: 'again' }).result();
  assert.deepEqual([again.ok, again.cached, mostPaid()], [497, 497, 1]);
});

test('a worker that dies when all is labelled, and nobody knows, pays for nothing again', async () => {
  const run = kit.start(labelling, input, { id: 'friday' });
  await kit.crash({ after: 'docs.label' });
  assert.equal((await run.result()).ok, 497);
  assert.equal(mostPaid(), 1);
});
