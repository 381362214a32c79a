/**
 * Histories of a lock on a real Redis under real faults, judged by the checker. The lossless faults must look like a fenced
 * mutex from outside; where Redis loses data only the fence must hold. Each test is a row of docs/locks.md.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { openStore } from '../../redis';
import { startRedis, type StartedRedis } from '../../testing';
import { Proxy } from './proxy';
import { FencedSink, History, pauseMs, run } from './recorder';

const LEASE_MS = 500;
const USERS = 3;

interface Scene {
  server: StartedRedis;
  readonly dir: string;
  readonly proxy: Proxy;
  readonly admin: Redis;
  /** Starts another server in place of this one. */
  replaceBy(server: StartedRedis): void;
  startAgain(): Promise<StartedRedis>;
}

/** Plays one fault while three users fight for one lock, and waits until the lock goes round again. */
async function play(fault: (scene: Scene) => Promise<void>, { isPersistent = false } = {}) {
  const dir = await mkdtemp(join(tmpdir(), 'pipeline-worker-history-'));
  const start = () => startRedis(isPersistent ? { dir: join(dir, 'data') } : {});
  const servers = [await start()];
  const proxy = await Proxy.inFrontOf(servers[0]!.url);
  const admin = new Redis(servers[0]!.url, { retryStrategy: () => null, maxRetriesPerRequest: 0 });
  admin.on('error', () => undefined);
  const options = { url: proxy.url, namespace: 'test', commandTimeoutMs: 100 };
  const stores = await Promise.all(Array.from({ length: USERS }, () => openStore(options)));
  const [history, sink] = [new History(), new FencedSink()];
  const load = run({ stores, name: 'sink', leaseMs: LEASE_MS, history, sink });
  try {
    await goesRound(history, 5);
    const scene: Scene = {
      server: servers[0]!,
      dir,
      proxy,
      admin,
      startAgain: start,
      replaceBy(server) {
        servers.push(server);
        proxy.pointTo(server.url);
      },
    };
    await fault(scene);
    await goesRound(history, 5);
  } finally {
    proxy.set('pass');
    await load.stop();
    for (const store of stores) await store.close();
    admin.disconnect();
    await proxy.close();
    for (const server of servers) await server.stop();
    await rm(dir, { recursive: true, force: true });
  }
  expect(history.unforeseen).toEqual([]);
  expect(sink.accepted).toEqual(sink.accepted.toSorted((a, b) => a - b));
  return { history, sink };
}

/** So many more acquisitions. */
async function goesRound(history: History, times: number): Promise<void> {
  const wanted = history.operations.length + 2 * times;
  while (history.operations.length < wanted) await pauseMs(10);
}

const signal = (scene: Scene, name: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL') => process.kill(scene.server.pid!, name);

const lossless: [string, (scene: Scene) => Promise<void>][] = [
  [
    'a server stopped for longer than the lease (SIGSTOP)',
    async (scene) => {
      signal(scene, 'SIGSTOP');
      await pauseMs(2 * LEASE_MS);
      signal(scene, 'SIGCONT');
    },
  ],
  [
    'a server killed and started again with its append-only file',
    async (scene) => {
      signal(scene, 'SIGKILL');
      await pauseMs(100);
      await scene.server.stop();
      scene.replaceBy(await scene.startAgain());
    },
  ],
  ['connections reset', async ({ proxy }) => flicker(proxy, 'reset', 5, 30)],
  ['replies lost after execution', async ({ proxy }) => flicker(proxy, 'no replies', 5, 120)],
  ['a black hole for longer than the lease', async ({ proxy }) => flicker(proxy, 'black hole', 1, 2 * LEASE_MS)],
  ['connections that fall silent for ever', ({ proxy }) => Promise.resolve(proxy.silenceOld())],
  [
    'a server that answers nobody for a while (CLIENT PAUSE)',
    async ({ admin }) => {
      await admin.call('CLIENT', 'PAUSE', String(LEASE_MS), 'ALL');
      await pauseMs(LEASE_MS);
    },
  ],
  [
    'a server that forgets its scripts (SCRIPT FLUSH)',
    async ({ admin }) => {
      for (let i = 0; i < 10; i++) {
        await admin.script('FLUSH');
        await pauseMs(20);
      }
    },
  ],
];

async function flicker(
  proxy: Proxy,
  mode: 'reset' | 'no replies' | 'black hole',
  times: number,
  forMs: number,
): Promise<void> {
  for (let i = 0; i < times; i++) {
    proxy.set(mode);
    await pauseMs(forMs);
    proxy.set('pass');
    await pauseMs(60);
  }
}

test.each(lossless)('%s: one holder at a time, and nobody believes wrongly', async (name, fault) => {
  const { history, sink } = await play(fault, { isPersistent: name.includes('append-only') });
  expect(history.explain()).toBeUndefined();
  expect(sink.refused).toBe(0);
});

const lossy: [string, (scene: Scene) => Promise<void>][] = [
  [
    'a server killed and started again without its data',
    async (scene) => {
      signal(scene, 'SIGKILL');
      await scene.server.stop();
      scene.replaceBy(await scene.startAgain());
    },
  ],
  [
    'a replica promoted with writes lost',
    async (scene) => {
      const replica = await scene.startAgain();
      const link = await Proxy.inFrontOf(scene.server.url);
      const admin = new Redis(replica.url);
      await admin.call('REPLICAOF', '127.0.0.1', new URL(link.url).port);
      while (!(await admin.info('replication')).includes('master_link_status:up')) await pauseMs(10);
      link.set('black hole');
      await pauseMs(LEASE_MS / 2);
      await admin.call('REPLICAOF', 'NO', 'ONE');
      scene.replaceBy(replica);
      admin.disconnect();
      await link.close();
    },
  ],
  [
    'a lock that somebody deletes',
    async ({ admin }) => {
      for (let i = 0; i < 5; i++) {
        await admin.del(...(await admin.keys('*{sink}')), 'nothing');
        await pauseMs(50);
      }
    },
  ],
];

test.each(lossy)(
  '%s: two may believe for a lease, but tokens grow and the sink refuses the stale one',
  async (_, fault) => {
    const { history } = await play(fault);
    expect(history.tokensGrow).toBe(true);
  },
);
