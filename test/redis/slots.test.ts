/** Every call of the store keeps to one cluster slot. All contract tests check it too (test/support/simulatedRedis.ts). */
import type { Store } from '../../redis';
import { proofKeys } from '../../redis/keys';
import { openSimulation, slotOf, type Trace } from '../../testing/simulation';

test('the slot of a key is CRC16 of its hash tag, as the cluster specification computes it', () => {
  // From the specification and its examples.
  expect(slotOf('123456789')).toBe(0x31c3 % 16384);
  expect(slotOf('foo')).toBe(12182);
  expect(slotOf('{user1000}.following')).toBe(slotOf('user1000'));
  expect(slotOf('foo{}{bar}')).not.toBe(slotOf('bar'));
  expect(slotOf('foo{{bar}}zap')).toBe(slotOf('{bar'));
});

test('every call of a run, of a resource and of the cache has all its keys in one slot', async () => {
  const world = await openSimulation();
  const store = world.store(world.process('p'), { prefix: 'some{prefix}' });
  const calls: Trace[] = [];
  world.server.onCall = (trace) => void calls.push(trace);
  await world.finish(useEverything(store));
  expect(new Set(calls.map(({ command }) => command)).size).toBeGreaterThan(8);
  for (const { command, keys } of calls) {
    expect({ command, slots: new Set(keys.map(slotOf)).size }).toEqual({ command, slots: Math.min(1, keys.length) });
  }
});

test('nothing that serves a run looks through the whole database', async () => {
  const world = await openSimulation();
  const commands = new Set<string>();
  world.server.onCall = ({ command }) => void commands.add(command);
  await world.finish(useEverything(world.store(world.process('p'))));
  expect([...commands].filter((command) => /^(KEYS|SCAN|DBSIZE|RANDOMKEY)$/.test(command))).toEqual([]);
});

test('each chunk of a blob is named in the index before it is written', async () => {
  const world = await openSimulation();
  const named: unknown[] = [];
  world.server.onCall = ({ command, keys: [key = ''] }) => {
    const [, base = '', name = ''] = /^(.*\}:)(b:.*)$/.exec(key) ?? [];
    if (command === 'SET' && name !== '') named.push(world.server.call('SISMEMBER', `${base}x`, name));
  };
  await world.finish(useEverything(world.store(world.process('p'))));
  expect(named).toEqual([1, 1, 1]);
});

test('a proof tries a slot in each sixteenth of all there are, so that no node of a cluster passes for the whole', () => {
  const slots = proofKeys('pipeline', 'default', 'id').map((keys) => [...new Set(keys.map(slotOf))]);
  expect(slots.map((some) => some.length)).toEqual(slots.map(() => 1));
  expect(
    slots
      .flat()
      .map((slot) => Math.floor(slot / 1024))
      .toSorted((a, b) => a - b),
  ).toEqual(Array.from({ length: 16 }, (_, i) => i));
});

async function useEverything(store: Store): Promise<void> {
  const run = store.run('run {with} braces');
  const blob = await run.putBlob(Buffer.alloc(600_000, 'abc'));
  await run.open('input');
  await run.remember('key', 'value');
  const step = { step: 'claims', hash: 'h' };
  const request = { ...step, owner: 'a', scope: 's', seq: 1, leaseMs: 9000, maxFailures: 5, maxDeaths: 5 };
  const begun = await run.begin(request);
  if (begun.word !== 'acquired') throw new Error(begun.word);
  const lock = { ...step, owner: 'a', token: begun.token };
  await run.renew([{ ...lock, leaseMs: 9000 }]);
  await run.record(lock, [{ key: 'i', outcome: 'ok', value: '1' }]);
  await run.items('claims', ['i']);
  await run.commit({ ...lock, record: { output: 1, durationMs: 1, attempt: 1 }, blobs: [blob] });
  await run.release({ ...step, owner: 'a', outcome: 'failed' });
  await run.touch([blob]);
  await run.getBlob(blob);
  await run.strike('claims', 7);
  await run.reset('claims', { floor: true, clearStrikes: true });
  await run.facts();
  await run.keepAlive();
  await run.dropItems('claims');
  await run.dropBlob(blob);
  await run.dropAll();
  await store.prove();
  await store.answers().put('hash', 'answer');
  await store.withLock('s3://bucket/{key}', (held) => held.above(held.token + 1));
}
