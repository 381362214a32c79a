/**
 * How soon holders on a real Redis learn that their locks are lost: 50 locks at once, a lease of 500 ms, one fault. `told`
 * is when the signal fires, `rival` when a waiter on another connection has the lock: told must come first for every lock.
 */
import { monotonicMs, openStore, type HeldLock, type Store } from '../../redis';
import { startRedis, type StartedRedis } from '../../testing';
import { Proxy } from './proxy';

const LOCKS = 50;
const LEASE_MS = 500;

interface Scene {
  readonly server: StartedRedis;
  readonly proxy: Proxy;
  readonly rivals: Store;
  readonly locks: HeldLock[];
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
  scene = { server, proxy, rivals, locks };
  end = async () => {
    await holders.close();
    await rivals.close();
    await proxy.close();
    await server.stop();
  };
});

afterEach(() => end());

const faults: [string, (scene: Scene) => void][] = [
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
  begin(scene);
  const rivalHas = names.map(async (name) => {
    await scene.rivals.resource(name).acquire({ leaseMs: LEASE_MS, waitMs: 20_000 });
    return monotonicMs();
  });
  const overlaps = await Promise.all(names.map(async (_, i) => (await told[i]!) - (await rivalHas[i]!)));
  console.log(
    `${fault}: told ${-Math.round(Math.max(...overlaps))} to ${-Math.round(Math.min(...overlaps))} ms before`,
  );
  expect(overlaps.filter((overlap) => overlap >= 0)).toEqual([]);
  for (const lock of scene.locks) expect(() => lock.assertHeld()).toThrow('is lost');
});

/** When the holder was told. */
function toldMs(lock: HeldLock): Promise<number> {
  return new Promise((resolve) => {
    lock.signal.addEventListener('abort', () => resolve(monotonicMs()), { once: true });
  });
}
