import { setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { openStore, type Store, type StoreOptions } from '../../redis';
import { startRedis } from '../../testing/servers/redis';
import type { Context } from './context';
import { Failures, known } from './failures';
import { meter, type Cost } from './meter';
import { withOpened } from './opened';
import { ratios, show, spread, type Spread } from './statistics';
import { table, type PartReport } from './table';
import { inTurns } from './turns';

const CALLERS = [1, 16, 256];
const SLICE_MS = 100;
const LEASE_MS = 10_000;

const explanation = `The server has a replica on the same machine. Each caller takes and gives back a lock of its own, or begins and commits steps of its own,
again and again; all callers share one store. Every store gets a slice of ${SLICE_MS} ms a round, in turns: a random order, then its reverse. Ratios
to the store that waits for nobody, in the same round: median (quartiles). On a network WAIT adds the way to the replica and back to each.`;

interface Variant {
  readonly name: string;
  readonly store: Store;
  close(): void;
}

interface Work {
  readonly name: string;
  /** Once. @param key nobody else's. */
  readonly run: (store: Store, key: string) => Promise<void>;
}

const works: readonly Work[] = [
  {
    name: 'acquire and release',
    run: async (store, key) => {
      await (await store.resource(key).acquire({ leaseMs: LEASE_MS, waitMs: 0 })).release();
    },
  },
  { name: 'begin and commit', run: step },
];

const limits = { maxFailures: 5, maxDeaths: 10 };

async function step(store: Store, key: string): Promise<void> {
  const run = store.run('bench');
  const names = { step: key, hash: 'hash', owner: key };
  const begun = await known(() => run.begin({ ...names, ...limits, scope: key, seq: 1, leaseMs: LEASE_MS }));
  if (begun.word !== 'acquired') throw new Error(`begin answered ${begun.word}`);
  const record = { output: 1, durationMs: 1, attempt: 1 };
  const committed = await known(() => run.commit({ ...names, token: begun.token, record, blobs: [] }));
  if (committed.word !== 'committed') throw new Error(`commit answered ${committed.word}`);
}

/** What it costs to wait for a replica (PIPELINE_REDIS_WAIT_REPLICAS). */
export async function wait(context: Context): Promise<PartReport> {
  const replica = await startRedis();
  try {
    await follow(replica.url, context.url);
    const open = async (name: string, its: Pick<StoreOptions, 'replicaWait'> = {}): Promise<Variant> => {
      const store = await openStore({ url: context.url, namespace: 'bench', stateTtlMs: 60_000, ...its });
      return { name, store, close: () => void store.close() };
    };
    const replicaWait = { replicas: 1, timeoutMs: 1000 };
    const opening = [open('for nobody'), open('for nobody, once more (noise)'), open('for a replica', { replicaWait })];
    const failures = new Failures();
    const figures = await withOpened(opening, (variants) => measure(variants, context, failures));
    return { title: 'Waiting for a replica', text: [textOf(figures), ...failures.lines].join('\n\n'), figures };
  } finally {
    await replica.stop();
  }
}

/** What a copy of a bench's few megabytes never takes. */
const FOLLOWS_WITHIN_MS = 60_000;

/**
 * Makes one server the replica of another and waits until it has what that has. A replica that loads answers LOADING to all but INFO; how
 * long that takes depends on who else computes.
 */
export async function follow(replica: string, master: string): Promise<void> {
  const redis = new Redis(replica);
  const { hostname, port } = new URL(master);
  const until = performance.now() + FOLLOWS_WITHIN_MS;
  try {
    await redis.replicaof(hostname, Number(port));
    while (!(await redis.info('replication')).includes('master_link_status:up')) {
      if (performance.now() > until) throw new Error(`the replica follows nobody after ${FOLLOWS_WITHIN_MS} ms`);
      await setTimeout(20);
    }
  } finally {
    redis.disconnect();
  }
}

interface Figures {
  readonly work: string;
  readonly callers: number;
  readonly name: string;
  readonly perSecond: Spread;
  readonly ratio: Spread;
  readonly nodeCpuRatio: Spread;
}

async function measure(
  variants: readonly Variant[],
  { admin, rounds, say }: Context,
  failures: Failures,
): Promise<Figures[]> {
  const figures: Figures[] = [];
  for (const { name: work, run } of works) {
    for (const callers of CALLERS) {
      say(`wait, ${work}, ${callers} at once: ${rounds} rounds × ${variants.length} × ${SLICE_MS} ms`);
      const samples = await inTurns(variants, rounds, ({ store, name }) => {
        const failed = (error: unknown) => failures.add(`${work}, ${name}`, error);
        return meter(admin, () => slice(callers, (key) => run(store, key), failed));
      });
      const perSecond = (costs: readonly Cost[]) => costs.map(({ count, wallMs }) => (1000 * count) / wallMs);
      const cpu = (costs: readonly Cost[]) => costs.map(({ count, nodeCpuMs }) => nodeCpuMs / count);
      const [base = []] = samples;
      for (const [i, { name }] of variants.entries()) {
        const own = samples[i] ?? [];
        figures.push({
          work,
          callers,
          name,
          perSecond: spread(perSecond(own)),
          ratio: spread(ratios(perSecond(own), perSecond(base))),
          nodeCpuRatio: spread(ratios(cpu(own), cpu(base))),
        });
      }
    }
  }
  return figures;
}

let keys = 0;

/** @returns how often all callers finished together; one that fails sits out the rest. */
async function slice(
  callers: number,
  once: (key: string) => Promise<void>,
  failed: (error: unknown) => void,
): Promise<number> {
  const endsAt = performance.now() + SLICE_MS;
  let count = 0;
  const call = async (): Promise<void> => {
    while (performance.now() < endsAt) {
      await once(`wait-${(keys += 1)}`);
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: callers }, () => call().catch(failed)));
  return count;
}

function textOf(figures: readonly Figures[]): string {
  const columns = CALLERS.map((callers) => `${callers} at once`);
  const tables = works.map(({ name: work }) => {
    const own = figures.filter((row) => row.work === work);
    const names = [...new Set(own.map(({ name }) => name))];
    const rows = names.map((name) => [name, ...own.filter((row) => row.name === name).map(({ ratio }) => show(ratio))]);
    const base = own.filter(({ name }) => name === names[0]).map(({ perSecond }) => show(perSecond, 0));
    return `${work}, a second: ${base.join(', ')}\n\n${table([`${work} (more is better)`, ...columns], rows)}`;
  });
  return [explanation, ...tables].join('\n\n');
}
