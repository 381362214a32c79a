/** One paid map during which Redis is away once, and what the shop's books say afterwards. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { randomOf } from '../../../testing/simulation/random';
import type { Mode, Proxy } from '../../histories/proxy';
import type { TestPipelines } from '../../support/pipeline';
import { Shop } from './shop';
import { shopSteps } from './steps';
import type { Shopping, Way } from './workflows';

const ITEMS = 40;
const leases = { '1 s': 1000, '7 s': 7000 } as const;
/** The lease is 0.7 of the heartbeat timeout (attempt.ts). */
const SHARE = 0.7;
const ways: readonly Way[] = ['cached', 'once'];
/** Every connection refused, and a network that swallows what is sent. */
const kinds: readonly Mode[] = ['reset', 'black hole', 'no replies'];

export interface Case {
  readonly workers: 1 | 2;
  readonly lease: keyof typeof leases;
  readonly awayMs: number;
  readonly seed: number;
}

export interface Books {
  readonly calls: number;
  readonly items: number;
  /** Calls that were on their way at some moment of the outage. */
  readonly inFlight: number;
  /** More calls than this would have been paid for in vain. */
  readonly most: number;
  /** Every item has ended ok. */
  readonly complete: boolean;
}

/** Workers that reach Redis through a proxy, on a task queue of their own. */
export interface Lane {
  readonly proxy: Proxy;
  readonly workers: Case['workers'];
  readonly shop: Shop;
  readonly taskQueue: string;
}

export async function openLane(pipelines: TestPipelines, proxy: Proxy, workers: Case['workers']): Promise<Lane> {
  const shop = new Shop();
  const taskQueue = `money-${randomUUID()}`;
  for (let i = 0; i < workers; i += 1) {
    await pipelines.worker([shopSteps()], { shop }, { redisUrl: proxy.url, taskQueue });
  }
  return { proxy, workers, shop, taskQueue };
}

/** The seed decides how the map pays, how long its calls take, when Redis goes away, and in which way. */
export async function away(pipelines: TestPipelines, lane: Lane, { lease, awayMs, seed }: Case): Promise<Books> {
  const random = randomOf(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random.next() * from.length)] ?? (from[0] as T);
  const [way, kind] = [pick(ways), pick(kinds)];
  const ids = Array.from({ length: ITEMS }, (_, i) => `${seed}-${i}`);
  const { shop, proxy, workers } = lane;
  const before = shop.calls.length;
  const began = shop.reaching(before + 1 + Math.floor(random.between(0, ITEMS - 1)));
  const map: Shopping = {
    way,
    ids,
    ms: ids.map(() => Math.round(random.chance(0.1) ? random.between(500, 2500) : random.between(10, 120))),
    prompt: randomUUID(),
    options: { heartbeatTimeout: Math.ceil(leases[lease] / SHARE), shardSize: workers === 1 ? ITEMS : ITEMS / 4 },
  };
  const run = await pipelines.client.workflow.start('shopping', {
    taskQueue: lane.taskQueue,
    workflowId: `away-${randomUUID()}`,
    args: [{ maps: [map] }],
    workflowTaskTimeout: '2s',
  });
  await began;
  await pause(random.between(0, 40));
  const from = performance.now();
  proxy.set(kind);
  await pause(awayMs);
  proxy.set('pass');
  const to = performance.now();
  const [told = []] = (await run.result()) as string[][];
  const calls = shop.calls.slice(before);
  const inFlight = calls.filter((call) => call.from <= to && (call.to ?? to) >= from).length;
  const most = ITEMS + (workers === 2 && awayMs >= leases[lease] ? inFlight : 0);
  return { calls: calls.length, items: ITEMS, inFlight, most, complete: told.every((line) => line.endsWith(': ok')) };
}
