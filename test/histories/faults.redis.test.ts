/**
 * Histories of a lock on a real Redis under real faults, judged by the checker. The lossless faults must look like a fenced
 * mutex from outside; where Redis loses data only the fence must hold. Each test is a row of docs/locks.md.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { openStore } from '../../redis';
import { startRedis, type StartedRedis } from '../../testing/servers/redis';
import { ofFaults, ofLosses } from './outcomes';
import { Proxy } from './proxy';
import { JudgedSink } from './judgedSink';
import { History, pauseMs, run } from './recorder';
import { Watch } from './watch';

const LEASE_MS = 500;
/** Of a holder that outlives its fault: that lasts for more than a quarter of it, so that renewals meet it, and for less than half. */
const LONG_LEASE_MS = 4000;
const USERS = 3;

interface Scene {
  server: StartedRedis;
  readonly proxy: Proxy;
  readonly admin: Redis;
  /** Starts another server in place of this one. */
  replaceBy(server: StartedRedis): void;
  startAgain(): Promise<StartedRedis>;
}

/** What happens. What somebody sees who holds a lock then and is looked at stands in outcomes.ts. */
interface Fault {
  readonly name: keyof typeof ofFaults | keyof typeof ofLosses;
  readonly leaseMs: number;
  readonly isPersistent?: boolean;
  /** What has to be there, or has gone wrong already, before that lock is acquired. */
  prepare?(scene: Scene): Promise<void>;
  begin(scene: Scene): Promise<void>;
}

/** Plays one fault while three users fight for one lock and a fourth holds another, and waits until the lock goes round again. */
async function play(fault: Fault) {
  const dir = await mkdtemp(join(tmpdir(), 'pipeline-worker-history-'));
  const start = () => startRedis(fault.isPersistent === true ? { dir: join(dir, 'data') } : {});
  const servers = [await start()];
  const proxy = await Proxy.inFrontOf(servers[0]!.url);
  const admin = new Redis(servers[0]!.url, { retryStrategy: () => null, maxRetriesPerRequest: 0 });
  admin.on('error', () => undefined);
  const options = { url: proxy.url, namespace: 'test', commandTimeoutMs: 100 };
  const stores = await Promise.all(Array.from({ length: USERS }, () => openStore(options)));
  const [history, sink] = [new History(), await JudgedSink.open()];
  const load = run({ stores, name: 'sink', leaseMs: LEASE_MS, history, sink });
  const watch = await Watch.of(stores[0]!, stores[1]!);
  const scene: Scene = {
    server: servers[0]!,
    proxy,
    admin,
    startAgain: start,
    replaceBy(server) {
      servers.push(server);
      proxy.pointTo(server.url);
    },
  };
  try {
    await goesRound(history, 5);
    await fault.prepare?.(scene);
    await watch.hold(fault.leaseMs);
    // Where Redis loses the lock a rival comes afterwards; elsewhere it waits from the beginning.
    if (fault.name in ofFaults) watch.rivalAsks();
    await fault.begin(scene);
    const seen = await watch.end();
    await goesRound(history, 5);
    return { history, sink, seen };
  } finally {
    proxy.set('pass');
    await load.stop();
    for (const store of stores) await store.close();
    await watch.close();
    await sink.close();
    admin.disconnect();
    await proxy.close();
    for (const server of servers) await server.stop();
    await rm(dir, { recursive: true, force: true });
  }
}

/** So many more acquisitions. */
async function goesRound(history: History, times: number): Promise<void> {
  const wanted = history.operations.length + 2 * times;
  while (history.operations.length < wanted) await pauseMs(10);
}

const signal = (scene: Scene, name: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL') => process.kill(scene.server.pid!, name);

const told = { leaseMs: LEASE_MS } as const;
const goesOn = { leaseMs: LONG_LEASE_MS } as const;

const lossless: (Fault & { readonly name: keyof typeof ofFaults })[] = [
  {
    ...told,
    name: 'a server stopped for longer than the lease (SIGSTOP)',
    async begin(scene) {
      signal(scene, 'SIGSTOP');
      await pauseMs(2 * LEASE_MS);
      signal(scene, 'SIGCONT');
    },
  },
  {
    ...goesOn,
    name: 'a server killed and started again with its append-only file',
    isPersistent: true,
    async begin(scene) {
      signal(scene, 'SIGKILL');
      await pauseMs(1100);
      await scene.server.stop();
      scene.replaceBy(await scene.startAgain());
    },
  },
  { ...goesOn, name: 'connections reset', begin: ({ proxy }) => flicker(proxy, 'reset', 15, 30) },
  { ...goesOn, name: 'replies lost after execution', begin: ({ proxy }) => flicker(proxy, 'no replies', 8, 120) },
  {
    ...told,
    name: 'a black hole for longer than the lease',
    begin: ({ proxy }) => flicker(proxy, 'black hole', 1, 2 * LEASE_MS),
  },
  {
    ...told,
    name: 'connections that fall silent for ever',
    begin: ({ proxy }) => Promise.resolve(proxy.silenceOld()),
  },
  {
    ...goesOn,
    name: 'a server that answers nobody for a while (CLIENT PAUSE)',
    async begin({ admin }) {
      await admin.call('CLIENT', 'PAUSE', String(3 * LEASE_MS), 'ALL');
      await pauseMs(3 * LEASE_MS);
    },
  },
  {
    ...goesOn,
    name: 'a server that forgets its scripts (SCRIPT FLUSH)',
    async begin({ admin }) {
      for (let i = 0; i < 60; i++) {
        await admin.script('FLUSH');
        await pauseMs(20);
      }
    },
  },
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

const named = <F extends Fault>(faults: readonly F[]) => faults.map((fault) => [fault.name, fault] as const);

test('every fault of outcomes.ts is played', () => {
  expect(lossless.map(({ name }) => name)).toEqual(Object.keys(ofFaults));
  expect(lossy.map(({ name }) => name)).toEqual(Object.keys(ofLosses));
});

/** An effect that comes after the rival's is refused, also one that looks at no lock; what the rival wrote stands. */
const rivalsStands = { late: 'StaleToken', note: 'rival' };

test.each(named(lossless))('%s: one holder at a time, and nobody believes wrongly', async (_, fault) => {
  const { history, sink, seen } = await play(fault);
  expect(history.unforeseen).toEqual([]);
  expect(history.explain()).toBeUndefined();
  // Nobody's lock went to another before the clock of its holder said so.
  expect(history.losses).not.toContain('stolen');
  // Looked at as they arrived: what the fence lets through would be in order whatever the locks do.
  expect(sink.tokens).toEqual(sink.tokens.toSorted((a, b) => a - b));
  expect(sink).toMatchObject({ refused: 0, wrong: [] });
  const holder = ofFaults[fault.name];
  const obedient = holder === 'nothing' ? 'written' : 'LeaseLost';
  expect(seen).toEqual({ holder, isInTime: true, obedient, ...rivalsStands });
});

const lost = { leaseMs: LONG_LEASE_MS } as const;

let replica: StartedRedis;
let link: Proxy;

const lossy: (Fault & { readonly name: keyof typeof ofLosses })[] = [
  {
    ...lost,
    name: 'a server killed and started again without its data',
    async begin(scene) {
      signal(scene, 'SIGKILL');
      await scene.server.stop();
      scene.replaceBy(await scene.startAgain());
    },
  },
  {
    ...lost,
    name: 'a replica promoted with writes lost',
    async prepare(scene) {
      replica = await scene.startAgain();
      link = await Proxy.inFrontOf(scene.server.url);
      const admin = new Redis(replica.url);
      await admin.call('REPLICAOF', '127.0.0.1', new URL(link.url).port);
      while (!(await admin.info('replication')).includes('master_link_status:up')) await pauseMs(10);
      link.set('black hole');
      admin.disconnect();
    },
    async begin(scene) {
      await pauseMs(LEASE_MS / 2);
      const admin = new Redis(replica.url);
      await admin.call('REPLICAOF', 'NO', 'ONE');
      scene.replaceBy(replica);
      admin.disconnect();
      await link.close();
    },
  },
  {
    ...lost,
    name: 'a lock that somebody deletes',
    async begin({ admin }) {
      for (let i = 0; i < 5; i++) {
        await admin.del(...(await admin.keys('*')), 'nothing');
        await pauseMs(50);
      }
    },
  },
];

test.each(named(lossy))(
  '%s: two may believe for a lease, but tokens grow and the sink refuses the stale one',
  async (_, fault) => {
    const { history, sink, seen } = await play(fault);
    expect(history.unforeseen).toEqual([]);
    expect(history.tokensGrow).toBe(true);
    expect(sink.tokens.length).toBeGreaterThan(10);
    expect(sink.wrong).toEqual([]);
    expect(seen).toMatchObject({ holder: ofLosses[fault.name], obedient: 'LeaseLost', ...rivalsStands });
  },
);
