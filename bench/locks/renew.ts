import { openStore } from '../../redis';
import { openClient, safeOptions, type ClientOptions } from './clients';
import type { Context } from './context';
import { Failures, known, prepared } from './failures';
import { meter, type Cost } from './meter';
import { withOpened } from './opened';
import { ratios, show, spread } from './statistics';
import { table, type PartReport } from './table';
import { inTurns } from './turns';

const LOCKS = 1000;
const LEASE_MS = 600_000;
const SLICE_MS = 60;

const renewIfEqual =
  "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end return 0";

const explanation = `${LOCKS} held locks are renewed. Ours go in one call of one script, which checks owner and token of each and answers for each.
The others are plain keys with a token, renewed by compare and PEXPIRE in an EVALSHA each, all sent in one tick.
Times for all ${LOCKS}, ms, and ratios to the plain EVALSHAs of the same round: median (quartiles).`;

interface Variant {
  name: string;
  /** Renews all; throws unless every lock was renewed. */
  renewAll(): Promise<void>;
  close(): void;
}

export async function renew({ url, admin, rounds, say }: Context): Promise<PartReport> {
  say(`renewal: 3 variants × ${rounds} rounds`);
  const opening = [
    eachByItself('an EVALSHA each (= 1)', safeOptions),
    eachByItself('an EVALSHA each, auto-pipelining', { ...safeOptions, enableAutoPipelining: true }),
    ours('ours, in one call'),
  ].map((open) => open(url));
  const failures = new Failures();
  const { names, samples } = await withOpened(opening, async (variants) => ({
    names: variants.map(({ name }) => name),
    samples: await inTurns(variants, rounds, (variant) => meter(admin, () => repeatedly(variant, failures))),
  }));

  const measures = { wallMs: of('wallMs'), nodeCpuMs: of('nodeCpuMs'), redisCpuMs: of('redisCpuMs') };
  const figures = names.map((name, i) => {
    const entries = Object.entries(measures).map(([measure, each]) => {
      const own = each(samples[i] ?? []);
      return [measure, { each: spread(own), toPlain: spread(ratios(own, each(samples[0] ?? []))) }] as const;
    });
    return { name, figures: entries };
  });
  const head = ['renewal', ...['time', 'Node CPU', 'Redis CPU'].flatMap((what) => [`${what}, ms`, 'ratio'])];
  const rows = figures.map((row) => [
    row.name,
    ...row.figures.flatMap(([, { each, toPlain }]) => [show(each), show(toPlain)]),
  ]);
  return {
    title: `Renewal of ${LOCKS} locks`,
    text: [explanation, table(head, rows), ...failures.lines].join('\n\n'),
    figures: figures.map((row) => ({ name: row.name, ...Object.fromEntries(row.figures) })),
  };
}

function of(measure: keyof Cost): (costs: Cost[]) => number[] {
  return (costs) => costs.map((cost) => cost[measure] / cost.count);
}

/** @returns how often all were renewed in a slice; a renewal that failed is none. */
async function repeatedly(variant: Variant, failures: Failures): Promise<number> {
  const endsAt = performance.now() + SLICE_MS;
  let count = 0;
  while (performance.now() < endsAt) {
    try {
      await variant.renewAll();
      count += 1;
    } catch (error) {
      failures.add(variant.name, error);
    }
  }
  return count;
}

function eachByItself(name: string, options: ClientOptions): (url: string) => Promise<Variant> {
  return async (url) => {
    const client = await openClient(6, url, options);
    client.defineCommand('benchRenew', { numberOfKeys: 1, lua: renewIfEqual });
    const scripts = client as unknown as { benchRenew(key: string, token: string, ttlMs: number): Promise<number> };
    const keys = Array.from({ length: LOCKS }, (_, i) => `bench:${name}:${i}`);
    // One after another: a thousand at once are more than a busy server answers within the time limit of a lock.
    for (const key of keys) await prepared(() => client.set(key, key, 'PX', LEASE_MS));
    return {
      name,
      async renewAll() {
        const renewed = await Promise.all(keys.map((key) => scripts.benchRenew(key, key, LEASE_MS)));
        if (renewed.some((reply) => reply !== 1)) throw new Error(`${name}: not every lock was renewed`);
      },
      close: () => client.disconnect(),
    };
  };
}

function ours(name: string): (url: string) => Promise<Variant> {
  return async (url) => {
    const store = await openStore({ url, namespace: 'bench' });
    const run = store.run('renewal');
    const begin = async (i: number) => {
      const step = { step: `step${i}`, hash: 'hash', owner: `owner${i}` };
      const reply = await known(() =>
        run.begin({ ...step, scope: 'bench', seq: 1, leaseMs: LEASE_MS, maxFailures: 5, maxDeaths: 10 }),
      );
      if (reply.word !== 'acquired') throw new Error(`begin answered ${reply.word}`);
      return { ...step, token: reply.token, leaseMs: LEASE_MS };
    };
    const locks: Awaited<ReturnType<typeof begin>>[] = [];
    // One after another, as above.
    for (let i = 0; i < LOCKS; i += 1) locks.push(await begin(i));
    return {
      name,
      async renewAll() {
        const replies = await run.renew(locks);
        const isHeld =
          Array.isArray(replies) && replies.length === LOCKS && replies.every(({ word }) => word === 'held');
        if (!isHeld) throw new Error(`${name}: not every lock was renewed`);
      },
      close: () => void store.close(),
    };
  };
}
