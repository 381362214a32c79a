/**
 * How soon holders on a real Redis learn that their locks are lost: 50 locks at once, a lease of 500 ms, one fault. `told`
 * is when the signal fires, `rival` when a waiter on another connection has the lock: told must come first for every lock (where this
 * process stood still, a look at the lock must have told).
 * What a holder still sends when its rival has written, a sink refuses.
 */
import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks';
import { monotonicMs, openStore, type HeldLock, type Store } from '../../redis';
import { startRedis, type StartedRedis } from '../../testing/servers/redis';
import { Notes } from './note';
import { ofPartitions } from './outcomes';
import { Proxy } from './proxy';
import { stoodStill, whyLost } from './watch';

const LOCKS = 50;
const LEASE_MS = 500;
/** 50 rivals write one after another, which on a slow machine takes longer than that. */
const RIVAL_LEASE_MS = 5_000;

interface Scene {
  readonly server: StartedRedis;
  readonly proxy: Proxy;
  readonly rivals: Store;
  readonly locks: HeldLock[];
  readonly notes: Notes;
  readonly loop: IntervalHistogram;
}

const names = Array.from({ length: LOCKS }, (_, i) => `thing ${i}`);
let scene: Scene;
let end: () => Promise<void>;

beforeEach(async () => {
  const server = await startRedis();
  const proxy = await Proxy.inFrontOf(server.url);
  const holders = await openStore({ url: proxy.url, namespace: 'test', commandTimeoutMs: 100 });
  const rivals = await openStore({ url: server.url, namespace: 'test', commandTimeoutMs: 100 });
  const locks = await Promise.all(names.map((name) => holders.resource(name).acquire({ leaseMs: LEASE_MS })));
  const notes = await Notes.open();
  const loop = monitorEventLoopDelay({ resolution: 10 });
  loop.enable();
  scene = { server, proxy, rivals, locks, notes, loop };
  end = async () => {
    loop.disable();
    await notes.close();
    await holders.close();
    await rivals.close();
    await proxy.close();
    await server.stop();
  };
});

afterEach(() => end());

const faults: [keyof typeof ofPartitions, (scene: Scene) => void][] = [
  ['a silent partition', ({ proxy }) => proxy.set('black hole')],
  ['connections reset, the server unreachable', ({ proxy }) => proxy.set('reset')],
  ['a black hole for replies', ({ proxy }) => proxy.set('no replies')],
  [
    'a server that pauses',
    ({ server }) => {
      process.kill(server.pid!, 'SIGSTOP');
      // The length of the pause is the fault itself; there is nothing to wait for.
      setTimeout(() => process.kill(server.pid!, 'SIGCONT'), 2 * LEASE_MS);
    },
  ],
];

test.each(faults)('%s: 50 holders are told before a rival can acquire', async (fault, begin) => {
  const told = scene.locks.map(toldMs);
  const wrote: string[] = [];
  begin(scene);
  const believed: string[] = [];
  const rivalHas = names.map(async (name, i) => {
    const lock = await scene.rivals.resource(name).acquire({ leaseMs: RIVAL_LEASE_MS, waitMs: 20_000 });
    const atMs = monotonicMs();
    if (scene.locks[i]!.remainingMs > 0) believed.push(name);
    wrote.push(await scene.notes.write(name, 'rival', lock));
    return atMs;
  });
  const overlaps = await Promise.all(names.map(async (_, i) => (await told[i]!) - (await rivalHas[i]!)));
  console.log(
    `${fault}: told ${-Math.round(Math.max(...overlaps))} to ${-Math.round(Math.min(...overlaps))} ms before`,
  );
  expect(believed).toEqual([]);
  const isJudged = !stoodStill(scene.loop);
  expect(overlaps.filter((overlap) => isJudged && overlap >= 0)).toEqual([]);
  expect(wrote).toEqual(names.map(() => 'written'));
  for (const [i, lock] of scene.locks.entries()) {
    const name = names[i]!;
    expect(whyLost(lock, scene.loop)).toBe(ofPartitions[fault]);
    await expect(scene.notes.write(name, 'obedient', lock)).resolves.toBe('LeaseLost');
    await expect(scene.notes.writeLate(name, 'late', lock)).resolves.toBe('StaleToken');
    expect(scene.notes.read(name)).toBe('rival');
  }
});

/** When the holder was told. */
function toldMs(lock: HeldLock): Promise<number> {
  return new Promise((resolve) => {
    lock.signal.addEventListener('abort', () => resolve(monotonicMs()), { once: true });
  });
}
