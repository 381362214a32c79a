import { randomBytes } from 'node:crypto';
import { openStore, type BlobName } from '../../redis';
import { openClient } from './clients';
import type { Context } from './context';
import { known, prepared } from './failures';
import { meter, type Cost } from './meter';
import { withOpened } from './opened';
import { quantile, ratios, show, spread } from './statistics';
import { table, type PartReport } from './table';
import { inTurns } from './turns';

const KB = 1024;
const TTL_MS = 60_000;

/** `times`: commits of one slice. */
const sizes = [
  { size: '1 KB', bytes: KB, times: 60 },
  { size: '100 KB', bytes: 100 * KB, times: 20 },
  { size: '1 MB', bytes: KB * KB, times: 4 },
];

const payloads = sizes.flatMap(({ size, bytes, times }) => [
  { name: `${size}, orders as JSON`, bytes: orders(bytes), times },
  { name: `${size}, random bytes`, bytes: randomBytes(bytes), times },
]);

const explanation = `From bytes ready to committed, one after the other: putBlob (sha256, compression, checksum, chunks of 256 KB, SET) and commit
(fenced record that points to the blob). Beside it a plain SET of the same bytes with a TTL. Time of one, p50 of a slice, and ratios
to the SET of the same round: median (quartiles). CPU is that of all threads: compression of more than 100 KB runs beside the event loop.`;

interface Sample extends Cost {
  p50Ms: number;
}

interface Variant {
  name: string;
  /** What must be there before the clock starts. @returns the work itself, to be called `times` times. */
  prepare(bytes: Uint8Array, times: number, slice: string): Promise<(i: number) => Promise<void>>;
  close(): void;
}

export async function commit(context: Context): Promise<PartReport> {
  const { url } = context;
  const figures = await withOpened([plainSet(url), ours(url)], (variants) => measure(variants, context));
  const head = ['payload', 'SET, ms', 'commit, ms', 'commit ÷ SET', 'Node CPU, ms (SET)', 'Redis CPU, ms (SET)'];
  const rows = figures.map(({ payload, set, commit: own }) => [
    payload,
    show(set.p50Ms),
    show(own.p50Ms),
    show(own.toSet.p50Ms, 1),
    `${show(own.nodeCpuMs)} (${set.nodeCpuMs.median.toFixed(2)})`,
    `${show(own.redisCpuMs)} (${set.redisCpuMs.median.toFixed(2)})`,
  ]);
  return { title: 'Commit of a result', text: `${explanation}\n\n${table(head, rows)}`, figures };
}

async function measure(variants: Variant[], { admin, rounds, say }: Context) {
  const figures = [];
  for (const { name, bytes, times } of payloads) {
    say(`commit of ${name}: ${rounds} rounds × ${times}`);
    const samples = await inTurns(variants, rounds, async (variant, round): Promise<Sample> => {
      const work = await variant.prepare(bytes, times, `${name}:${round}`);
      const eachMs: number[] = [];
      const cost = await meter(admin, async () => {
        for (let i = 0; i < times; i += 1) {
          const startedAt = performance.now();
          await work(i);
          eachMs.push(performance.now() - startedAt);
        }
        return times;
      });
      return { ...cost, p50Ms: quantile(eachMs, 0.5) };
    });
    const [set = [], own = []] = samples;
    figures.push({ payload: name, set: summarize(set, set), commit: summarize(own, set) });
  }
  return figures;
}

function summarize(samples: Sample[], base: Sample[]) {
  const times = (all: Sample[]) => all.map(({ p50Ms }) => p50Ms);
  return {
    p50Ms: spread(times(samples)),
    nodeCpuMs: spread(samples.map(({ nodeCpuMs, count }) => nodeCpuMs / count)),
    redisCpuMs: spread(samples.map(({ redisCpuMs, count }) => redisCpuMs / count)),
    toSet: { p50Ms: spread(ratios(times(samples), times(base))) },
  };
}

async function plainSet(url: string): Promise<Variant> {
  const client = await openClient(6, url, { protocol: 2, maxRetriesPerRequest: 1, commandTimeout: 5000 });
  return {
    name: 'SET',
    prepare: (bytes, _times, slice) => {
      const value = Buffer.from(bytes);
      const set = async () => void (await client.set(`bench:set:${slice}`, value, 'PX', TTL_MS));
      return Promise.resolve(set);
    },
    close: () => client.disconnect(),
  };
}

async function ours(url: string): Promise<Variant> {
  const store = await openStore({ url, namespace: 'bench', stateTtlMs: TTL_MS });
  return {
    name: 'putBlob + commit',
    async prepare(bytes, times, slice) {
      const run = store.run(`commit:${slice}`);
      const begun = Array.from({ length: times }, async (_, i) => {
        const step = { step: `step${i}`, hash: 'hash', owner: `owner${i}` };
        const reply = await known(() =>
          run.begin({ ...step, scope: 'bench', seq: 1, leaseMs: TTL_MS, maxFailures: 5, maxDeaths: 10 }),
        );
        if (reply.word !== 'acquired') throw new Error(`begin answered ${reply.word}`);
        return { ...step, token: reply.token };
      });
      const steps = await Promise.all(begun);
      return async (i) => {
        const step = steps[i];
        if (!step) throw new RangeError(`There is no step ${i}`);
        const blob: BlobName = await prepared(() => run.putBlob(bytes));
        const record = { output: { $ref: blob.sha, bytes: blob.bytes }, durationMs: 1, attempt: 1 };
        const reply = await known(() => run.commit({ ...step, record, blobs: [blob] }));
        if (reply.word !== 'committed') throw new Error(`commit answered ${reply.word}`);
      };
    },
    close: () => void store.close(),
  };
}

/** JSON of `length` bytes that looks like what a shop would store: names that repeat, numbers that do not. */
function orders(length: number): Buffer {
  const line = (i: number) => ({
    order: 100_000 + i,
    customer: { id: (i * 7919) % 10_007, country: ['DE', 'FR', 'NL', 'PL'][i % 4], newsletter: i % 3 === 0 },
    items: [{ sku: `SKU-${(i * 104_729) % 9973}`, quantity: 1 + (i % 5), priceCents: (i * 15_485_863) % 20_000 }],
    status: ['paid', 'shipped', 'returned'][(i * 31) % 3],
  });
  let text = '[';
  for (let i = 0; text.length < length; i += 1) text += `${JSON.stringify(line(i))},`;
  return Buffer.from(text).subarray(0, length);
}
