import type { Candidate, OpenLock } from './candidate';
import { baseline, candidates } from './candidates';
import { ioredisVersion } from './clients';
import type { Context } from './context';
import { meter, type Cost } from './meter';
import { withOpened } from './opened';
import { ratios, show, spread, type Spread } from './statistics';
import { table, type PartReport } from './table';
import { inTurns } from './turns';

const CALLERS = [1, 16, 256];
const SLICE_MS = 60;
const TTL_MS = 10_000;

const explanation = `Each caller takes and gives back a lock of its own, again and again; all callers share one connection. Every lock gets a
slice of ${SLICE_MS} ms a round, in turns: a random order, then its reverse. Figures are ratios to the raw pair's slice of the same round:
median (quartiles). The raw pair is SET NX PX and a compare-and-delete by EVALSHA, on the options of our own lock connection. It
renews nothing, waits for nothing and has no token. What the raw pair on another ioredis reaches is due to the client, not to the
library above it.`;

interface Sample extends Cost {
  failed: number;
}

interface Figures {
  name: string;
  ioredis: string;
  callers: number;
  pairsPerSecond: Spread;
  nodeCpuUsPerPair: Spread;
  redisCpuUsPerPair: Spread;
  toRaw: { throughput: Spread; nodeCpu: Spread; redisCpu: Spread };
  /** Calls that threw; their callers sat out the rest of the slice. */
  failed: number;
}

export async function throughput(context: Context): Promise<PartReport> {
  const opening = candidates.map((about) => about.open(context.url));
  const figures = await withOpened(opening, (locks) => measure(locks, context));
  return { title: 'Uncontended throughput', text: textOf(figures), figures };
}

async function measure(locks: OpenLock[], { admin, rounds, say }: Context): Promise<Figures[]> {
  const figures: Figures[] = [];
  for (const callers of CALLERS) {
    say(`throughput, ${callers} at once: ${locks.length} locks × ${rounds} rounds × ${SLICE_MS} ms`);
    const samples = await inTurns(locks, rounds, async (lock, round): Promise<Sample> => {
      let failed = 0;
      const keyBase = `bench-${locks.indexOf(lock)}-${callers}-${round}`;
      const cost = await meter(admin, () => slice(lock, callers, keyBase, () => (failed += 1)));
      return { ...cost, failed };
    });
    figures.push(...summarize(callers, samples));
  }
  return figures;
}

/** @returns how many pairs of acquire and release all callers finished together. */
async function slice(lock: OpenLock, callers: number, keyBase: string, onFailure: () => void): Promise<number> {
  const endsAt = performance.now() + SLICE_MS;
  let pairs = 0;
  const call = async (key: string) => {
    while (performance.now() < endsAt) {
      await lock.hold(key, TTL_MS, () => undefined);
      pairs += 1;
    }
  };
  await Promise.all(Array.from({ length: callers }, (_, i) => call(`${keyBase}-${i}`).catch(onFailure)));
  return pairs;
}

function summarize(callers: number, samples: Sample[][]): Figures[] {
  const perSecond = (costs: Sample[]) => costs.map(({ count, wallMs }) => (1000 * count) / wallMs);
  const nodeUs = (costs: Sample[]) => costs.map(({ count, nodeCpuMs }) => (1000 * nodeCpuMs) / count);
  const redisUs = (costs: Sample[]) => costs.map(({ count, redisCpuMs }) => (1000 * redisCpuMs) / count);
  const raw = samples[candidates.indexOf(baseline)] ?? [];
  return candidates.map((about, index) => {
    const own = samples[index] ?? [];
    const toRaw = (of: (costs: Sample[]) => number[]) => spread(ratios(of(own), of(raw)));
    return {
      name: about.name,
      ioredis: ioredisVersion(about.ioredis),
      callers,
      pairsPerSecond: spread(perSecond(own)),
      nodeCpuUsPerPair: spread(nodeUs(own)),
      redisCpuUsPerPair: spread(redisUs(own)),
      toRaw: { throughput: toRaw(perSecond), nodeCpu: toRaw(nodeUs), redisCpu: toRaw(redisUs) },
      failed: own.reduce((sum, { failed }) => sum + failed, 0),
    };
  });
}

function textOf(figures: Figures[]): string {
  const head = (what: string) => [what, 'ioredis', ...CALLERS.map((callers) => `${callers} at once`)];
  const of = (about: Candidate, callers: number) =>
    figures.find(
      (row) => row.callers === callers && row.name === about.name && row.ioredis === ioredisVersion(about.ioredis),
    );
  const rows = (cell: (row: Figures) => string) =>
    candidates.map((about) => {
      const cells = CALLERS.map((callers) => of(about, callers)).map((row) => (row ? cell(row) : ''));
      return [about.name, ioredisVersion(about.ioredis).replace('ioredis ', ''), ...cells];
    });
  const rawRows = figures.filter(({ name }) => name === baseline.name);
  const absolute = rawRows.map(
    (row) =>
      `${row.callers} at once: ${show(row.pairsPerSecond, 0)} pairs/s, ` +
      `Node ${show(row.nodeCpuUsPerPair, 1)} µs and Redis ${show(row.redisCpuUsPerPair, 1)} µs of CPU a pair`,
  );
  const failures = figures.filter(({ failed }) => failed > 0);
  return [
    explanation,
    `The raw pair itself, ${absolute.join('\n                     ')}`,
    table(
      head('Throughput ÷ raw pair (more is better)'),
      rows((row) => show(row.toRaw.throughput)),
    ),
    table(
      head('Node CPU a pair ÷ raw pair (less is better)'),
      rows((row) => show(row.toRaw.nodeCpu)),
    ),
    table(
      head('Redis CPU a pair ÷ raw pair (less is better)'),
      rows((row) => show(row.toRaw.redisCpu)),
    ),
    ...failures.map(({ name, callers, failed }) => `${name}, ${callers} at once: ${failed} calls failed`),
  ].join('\n\n');
}
