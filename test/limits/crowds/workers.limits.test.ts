/** Many workers on one task queue, many runs at a time, and a run with many items. */
import { Redis } from 'ioredis';
import { monotonicMs } from '../../../redis';
import { inForm, tell } from '../rows';
import { large, small } from './pipelines';
import { startWorkers, type WorkerCrowd } from './workers';

/** A worker has an isolate for workflows of its own: 40 took 2.3 GB before they had done anything. */
const WORKERS = inForm(4, 8);
const RUNS = inForm(100, 1000);
const ITEMS = inForm(1000, 10_000);
/** Locks, data, and the subscriber that opens with the first wait. */
const CONNECTIONS = 3;

let crowd: WorkerCrowd;
beforeAll(async () => {
  const from = monotonicMs();
  crowd = await startWorkers(WORKERS);
  process.stderr.write(`${WORKERS} workers started in ${secondsSince(from)} s, ${residentMb()} MB\n`);
}, 600_000);
afterAll(() => crowd.stop(), 120_000);

test('runs started at the same time all finish, and each effect is made once', async () => {
  await crowd.meter.begin();
  const from = monotonicMs();
  const starts = Array.from({ length: RUNS }, (_, i) =>
    crowd.client.start(small, { name: `run ${i}` }, { id: `run-${i}` }),
  );
  const handles = (await Promise.all(starts)).map(({ handle }) => handle);
  const outcomes = await Promise.all(handles.map((handle) => handle.result()));
  const seconds = secondsSince(from);
  const cost = await crowd.meter.read();
  const { keys, endless } = await keysOf(crowd.redis.url);
  const finished = outcomes.filter(({ status }) => status === 'ok').length;
  tell({
    scenario: `${RUNS} small runs at once, ${WORKERS} workers`,
    topology: 'one server',
    violations: 0,
    runs: finished,
    repeated: crowd.books.repeated,
    note:
      `${seconds} s; a run: ${(cost.commands / RUNS).toFixed(0)} commands (${(cost.scripts / RUNS).toFixed(1)} scripts), ` +
      `${(cost.bytes / RUNS).toFixed(0)} bytes, ${(keys / RUNS).toFixed(1)} keys`,
  });
  expect({ finished, endless, paid: crowd.books.paid.size, repeated: crowd.books.repeated }).toEqual({
    finished: RUNS,
    endless: 0,
    paid: RUNS,
    repeated: 0,
  });
}, 600_000);

test('a map of many items over many workers pays for each once, on a bounded number of connections', async () => {
  crowd.books.paid.clear();
  await crowd.meter.begin();
  const from = monotonicMs();
  const { handle } = await crowd.client.start(large, { name: 'large', count: ITEMS }, { id: 'large' });
  const outcome = await handle.result();
  const seconds = secondsSince(from);
  const cost = await crowd.meter.read();
  const { keys, endless, connections, usedMb } = await keysOf(crowd.redis.url);
  const { repeated } = crowd.books;
  tell({
    scenario: `a map of ${ITEMS} items, ${WORKERS} workers`,
    topology: 'one server',
    violations: 0,
    runs: outcome.status === 'ok' ? 1 : 0,
    repeated,
    note:
      `${seconds} s; an item: ${(cost.commands / ITEMS).toFixed(1)} commands, ${(cost.bytes / ITEMS).toFixed(0)} bytes; ` +
      `${keys} keys, Redis ${usedMb} MB, this process ${residentMb()} MB; ${(connections / WORKERS).toFixed(1)} connections a worker`,
  });
  expect(outcome).toMatchObject({ status: 'ok', result: { ok: ITEMS, failed: 0 } });
  expect({ endless, paid: crowd.books.paid.size, repeated }).toEqual({ endless: 0, paid: ITEMS, repeated: 0 });
  // Besides the workers': the client's, the meter's, and the one that counts.
  expect(connections).toBeLessThanOrEqual(CONNECTIONS * WORKERS + CONNECTIONS + 2);
}, 600_000);

const secondsSince = (fromMs: number): string => ((monotonicMs() - fromMs) / 1000).toFixed(1);
const residentMb = (): string => (process.memoryUsage.rss() / 1_048_576).toFixed(0);

interface Keys {
  readonly keys: number;
  /** Without a TTL. */
  readonly endless: number;
  readonly connections: number;
  readonly usedMb: string;
}

async function keysOf(url: string): Promise<Keys> {
  const redis = new Redis(url, { disconnectTimeout: 200 });
  try {
    const names = await redis.keys('*');
    const ttls = await Promise.all(names.map((name) => redis.pttl(name)));
    const info = await redis.info();
    const field = (name: string): number => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1]);
    return {
      keys: names.length,
      endless: ttls.filter((ttl) => ttl === -1).length,
      connections: field('connected_clients'),
      usedMb: (field('used_memory') / 1_048_576).toFixed(1),
    };
  } finally {
    redis.disconnect();
  }
}
