/**
 * The failover of lostWrites.ts, where a replica is waited for (PIPELINE_REDIS_WAIT_REPLICAS): while it is cut off nothing is acknowledged, it
 * is let back, and its master dies as soon as everything is. Whoever comes to it finds all of it.
 */
import { LockBusy, monotonicMs, openStore } from '../../redis';
import type { BeginRequest, HeldLock, RunStore, StepLock, Store } from '../../redis';
import { until } from '../kit/driver';
import { FencedSink } from '../histories/recorder';
import { beginRequest, commitRequest } from '../redis/requests';
import { among, cutOff, letBack } from '../support/replication';
import { settled, summed, type Outcome } from './lostWrites';
import type { Topology, TopologyKind } from './topologies';

interface Survivor {
  readonly id: string;
  readonly committed: StepLock;
  readonly begun: StepLock;
  readonly lock: HeldLock;
}

const LEASE_MS = 60_000;

/** @param count of runs whose master dies. @returns what came of it, and how long from its death till all of it was found. */
export async function keepWrites(kind: TopologyKind, count: number): Promise<Outcome & { recoveryS: number }> {
  const topology = await kind.start();
  const stores: Store[] = [];
  try {
    const open = async (replicas: number): Promise<Store> => {
      const waits = replicas > 0 && { replicaWait: { replicas } };
      const store = await openStore({ url: topology.url, namespace: 'test', ...waits });
      stores.push(store);
      return store;
    };
    const { told, acknowledged } = await survivorsOf(topology, await open(1), count);
    // The one that takes over has no replica to wait for.
    const looking = await open(0);
    const from = monotonicMs();
    await topology.masters[0]?.stop();
    const outcomes = await Promise.all(acknowledged.map((survivor) => afterwards(survivor, looking)));
    const { violations, ...counts } = summed(outcomes);
    return { ...counts, violations: [...told, ...violations], recoveryS: (monotonicMs() - from) / 1000 };
  } finally {
    await Promise.all(stores.map((store) => store.close()));
    await topology.stop();
  }
}

/** Runs on the first master, once its replica has all that they asked for. `told`: what counted before that. */
async function survivorsOf(
  { masters, replicas }: Topology,
  store: Store,
  count: number,
): Promise<{ readonly told: string[]; readonly acknowledged: Survivor[] }> {
  const [master, replica] = [masters[0], replicas[0]];
  if (!master || !replica) throw new Error('there is nobody to fail over to');
  const begun: { readonly id: string; readonly step: StepLock }[] = [];
  for (let i = 0; begun.length < count; i += 1) {
    const id = `survivor ${i}`;
    const step = await begin(store.run(id), 'committed');
    if (await among(master, `{${id}}`)) begun.push({ id, step });
  }
  await cutOff(replica);
  const told = (await Promise.all(begun.map(({ id, step }) => toldTooSoon(id, step, store)))).flat();
  const asked = begun.map(({ id, step }) => acknowledge(id, step, store));
  await letBack(replica);
  return { told, acknowledged: await Promise.all(asked) };
}

/** What counts while no replica has it. */
async function toldTooSoon(id: string, step: StepLock, store: Store): Promise<string[]> {
  const run = store.run(id);
  const answers = {
    committed: (await run.commit(commitRequest(step))).word,
    begun: (await run.begin(request('begun'))).word,
    locked: (await store.resource(id).ask({ owner: 'early', leaseMs: LEASE_MS })).word,
  };
  await store.resource(id).hand({ owner: 'early' });
  const counted = Object.entries(answers).filter(([, word]) => word !== 'unknown');
  return counted.map(([what, word]) => `${id}: no replica had it, and it was ${what}: ${word}`);
}

/** Asks again, as a step does, until all of it counts. */
async function acknowledge(id: string, committed: StepLock, store: Store): Promise<Survivor> {
  const run = store.run(id);
  const { word } = await settled(() => run.commit(commitRequest(committed)));
  if (word !== 'committed') throw new Error(`the undisturbed commit of ${id} answered ${word}`);
  const begun = await begin(run, 'begun');
  const lock = await store.resource(id).acquire({ leaseMs: LEASE_MS, waitMs: LEASE_MS });
  return { id, committed, begun, lock };
}

const request = (step: string): BeginRequest => beginRequest({ step, leaseMs: LEASE_MS });

async function begin(run: RunStore, step: string): Promise<StepLock> {
  const reply = await settled(() => run.begin(request(step)));
  if (reply.word !== 'acquired') throw new Error(`begin answered ${reply.word}`);
  return { ...request(step), token: reply.token };
}

/** Somebody else comes, and finds what was committed and who holds the rest; the holder goes on, and nothing was in vain. */
async function afterwards({ id, committed, begun, lock }: Survivor, store: Store): Promise<Outcome> {
  const violations: string[] = [];
  const law = (holds: boolean, what: string): void => void (holds || violations.push(`${id}: ${what}`));
  const other = store.run(id);
  const rival = { owner: 'new', scope: 'another' };

  const found = await settled(() => other.begin(beginRequest({ ...rival, step: 'committed' })));
  const stands = found.word === 'committed' && found.record.gen === committed.token;
  law(stands, `what was committed was not found: ${JSON.stringify(found)}`);
  const busy = await settled(() => other.begin(beginRequest({ ...rival, step: 'begun' })));
  law(busy.word === 'busy', `a step that was begun was begun by another: ${busy.word}`);
  const late = await settled(() => other.commit(commitRequest(begun)));
  law(late.word === 'committed' && late.record.gen === begun.token, `who had begun a step lost it: ${late.word}`);

  const sink = new FencedSink();
  const taken = await until(
    () =>
      store
        .resource(id)
        .acquire({ waitMs: 0 })
        .catch((error: unknown) => error),
    (result) => !(result instanceof Error) || result instanceof LockBusy,
  );
  law(taken instanceof LockBusy, 'a lock that was held was taken by another');
  sink.write(lock.token);
  await until(
    () => lock.release(),
    (word) => word !== 'unknown',
  );
  const next = await store.resource(id).acquire({ waitMs: 20_000 });
  law(next.token > lock.token, `a lock's token went from ${lock.token} to ${next.token}`);
  sink.write(next.token);
  await next.release();
  const { accepted, refused } = sink;
  return { histories: 2, repeated: stands ? 0 : 1, effects: { accepted: accepted.length, refused }, violations };
}
