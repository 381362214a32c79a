import { randomBytes, randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { z } from 'zod';
import { ref } from '../../activities/kit';
import type { Json } from '../../activities/kit';
import { loadFields } from '../../activities/kit/content/load';
import { pack, INLINE_BYTES } from '../../activities/kit/content/refs';
import { BlobTooLarge } from '../../redis';
import type { RunStore } from '../../redis';
import { RunKeys } from '../../redis/keys';
import { limits } from '../../redis/limits';
import { acquire, beginRequest, commitRequest, newRun } from '../redis/requests';
import { useRedis } from '../support/redis';
import { claimsTree, results } from './results';

const redis = useRedis({ own: true });
// A schema that takes everything: zod's own for JSON drops keys called __proto__.
const anything = ref(z.custom<Json>());

/** Commits `value` as the result of a step, as the guard does. @returns what the workflow would get: the reference. */
async function saved(run: RunStore, step: string, value: unknown) {
  const lock = await acquire(run, { step });
  const packed = await pack(run, step, lock.token, anything, value);
  const money = { usage: { totalTokens: 150 }, costUsd: 0.001 };
  const record = { output: packed.output, durationMs: 5, attempt: 1, ...money };
  const reply = await run.commit(commitRequest(lock, { record, blobs: packed.blobs }));
  if (reply.word !== 'committed') throw new Error(reply.word);
  return { record: reply.record, packed };
}

/** Reads it back as a later step does: from the record that another process finds. */
async function readBack(run: RunStore, step: string): Promise<unknown> {
  const found = await run.begin(beginRequest({ step, owner: 'reader', scope: 'reader' }));
  if (found.word !== 'committed') throw new Error(found.word);
  return (await loadFields(run, 'reader', { result: anything }, { result: found.record.output }))['result'];
}

describe('State Serialization with Real Redis', () => {
  test('complex nested structures through JSON roundtrip', async () => {
    const run = newRun(redis.store);
    for (const [step, result] of Object.entries(results)) {
      await saved(run, step, result);
      expect(await readBack(run, step)).toEqual(result);
    }
    expect((await run.facts()).records).toHaveLength(4);

    let count = 0;
    const survives = fc.asyncProperty(fc.jsonValue({ maxDepth: 6 }), async (value) => {
      const step = `any.${(count += 1)}`;
      await saved(run, step, value);
      expect(JSON.stringify(await readBack(run, step))).toBe(JSON.stringify(sortedKeys(value)));
    });
    await fc.assert(survives, { numRuns: 100 });

    for (const wrong of [NaN, Infinity, undefined, () => 1, { deep: [NaN] }, new Date(0)]) {
      const lock = await acquire(run, { step: 'wrong' });
      await expect(pack(run, 'wrong', lock.token, ref(z.json()), wrong)).rejects.toMatchObject({
        type: 'OutputInvalid',
      });
    }
  });

  test('preserves data types (numbers, strings, dates)', async () => {
    const run = newRun(redis.store);
    const { date } = await run.open('input');
    const value = { tokens: 150, costUsd: 0.001, big: 2 ** 53 - 1, id: '0042', flag: false, none: null, at: date };
    const { record } = await saved(run, 'typed', value);
    expect(await readBack(run, 'typed')).toEqual(value);
    expect(record).toMatchObject({ usage: { totalTokens: 150 }, costUsd: 0.001, durationMs: 5, step: 'typed' });

    expect(new Date(date).toISOString()).toBe(date);
    expect((await run.open('input')).date).toBe(date);
    // When a record was saved is its generation: microseconds of Redis, which only grow.
    const gens = [record.gen];
    for (const step of ['second', 'third']) gens.push((await saved(run, step, value)).record.gen);
    expect(gens.every((gen, i) => gen / 1000 >= Date.parse(date) && gen > (gens[i - 1] ?? 0))).toBe(true);
  });

  test('handles large state objects (100+ claims)', async () => {
    for (const count of [100, 1000, 10_000]) {
      const id = randomUUID();
      const run = redis.store.run(id);
      const tree = claimsTree(count);
      const before = await receivedBytes();
      const { packed } = await saved(run, 'claims', tree);
      const written = (await receivedBytes()) - before;
      const chunks = new RunKeys(redis.prefix, 'test', id).chunks(packed.blobs[0]!);
      const stored = await Promise.all(chunks.map((key) => redis.raw.strlen(key)));
      // Once, whatever the number of steps and saves: the result as it lies in Redis, and the commands around it.
      expect(written).toBeLessThan(1.2 * stored.reduce((sum, bytes) => sum + bytes, 0) + 4096);
      expect(written).toBeLessThan(packed.bytes);
      expect(Buffer.byteLength(JSON.stringify(packed.output))).toBeLessThan(300);
      const back = (await readBack(run, 'claims')) as typeof tree;
      expect(back).toEqual(tree);
      expect(back['Transport']?.subtopics['Buses']?.claims).toHaveLength(count);
    }
    const run = newRun(redis.store);
    const lock = await acquire(run);
    const keys = await redis.keys();
    await expect(run.putBlob(Buffer.alloc(limits.blobBytes + 1))).rejects.toThrow(BlobTooLarge);
    const inline = pack(run, 'claims', lock.token, z.string(), randomBytes(INLINE_BYTES).toString('hex'));
    await expect(inline).rejects.toMatchObject({ type: 'TooLarge', nonRetryable: true });
    expect(await redis.keys()).toEqual(keys);
  });
});

/** Everything that clients have sent this server. */
async function receivedBytes(): Promise<number> {
  return Number(/total_net_input_bytes:(\d+)/.exec(await redis.raw.info('stats'))?.[1]);
}

/** State is stored as canonical JSON: its keys are sorted. */
function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortedKeys(inner)]));
}
