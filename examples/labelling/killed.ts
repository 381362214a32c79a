/** `npm run killed`: the batch on servers of its own, whose worker is killed in the middle. The model is a fake that counts what it is paid for. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { connect } from 'pipeline-worker/client';
import { startRedis, startTemporal } from 'pipeline-worker/testing';
import type { labelling } from './pipelines';

const DAY = '2026-11-27';
const KILL_AT = 200;
const documents = Array.from({ length: 500 }, (_, n) => ({ id: `d${n}`, text: n === 7 ? ' ' : `comment ${n}` }));

/** Calls of the model by text: each would cost money. */
const paid = new Map<string, number>();
const calls = () => [...paid.values()].reduce((sum, times) => sum + times, 0);

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'labelling-'));
  writeFileSync(join(folder, `${DAY}.json`), JSON.stringify(documents));
  let reached = (): void => undefined;
  const isTime = new Promise<void>((resolve) => (reached = resolve));
  const model = createServer(async (request, response) => {
    const { text } = (await json(request)) as { text: string };
    paid.set(text, (paid.get(text) ?? 0) + 1);
    if (calls() === KILL_AT) reached();
    await setTimeout(200);
    response.end(JSON.stringify({ topic: 'buses', certainty: 0.9 }));
  }).listen(0, '127.0.0.1');
  const [temporal, redis] = await Promise.all([startTemporal(), startRedis(), once(model, 'listening')]);
  const env = {
    ...process.env,
    TEMPORAL_ADDRESS: temporal.address,
    REDIS_URL: redis.url,
    MODEL: `http://127.0.0.1:${(model.address() as AddressInfo).port}`,
    DOCS: folder,
  };
  const startWorker = () => spawn(process.execPath, [join(__dirname, 'worker.js')], { env, stdio: 'ignore' });

  let worker = startWorker();
  process.once('exit', () => worker.kill('SIGKILL'));
  const client = await connect({ temporal: { connectionOptions: { address: temporal.address } }, redisUrl: redis.url });
  const input = { day: DAY, prompt: 'Which topic?' };
  const { handle } = await client.start<typeof labelling>('labelling', input, { id: 'friday' });
  console.log(`run friday: ${documents.length} documents, one paid call each`);
  await isTime;
  worker.kill('SIGKILL');
  await once(worker, 'exit');
  console.log(`kill -9 of the worker after ${calls()} calls; another one starts`);
  worker = startWorker();
  const counts = await handle.result();
  const twice = [...paid.values()].filter((times) => times > 1).length;
  console.log(`done: ${JSON.stringify(counts.result)}`);
  console.log(`${paid.size} texts, ${calls()} calls: ${twice} of those under way at the kill were made again`);

  worker.kill();
  await once(worker, 'exit');
  await client.close();
  model.closeAllConnections();
  model.close();
  await Promise.all([temporal.stop(), redis.stop()]);
  rmSync(folder, { recursive: true });
}
void main();
