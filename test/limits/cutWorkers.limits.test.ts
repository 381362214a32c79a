/**
 * A worker is cut off in the middle of runs. From Temporal, or from both servers: another ends them all without it. From Redis alone: it
 * keeps what it has taken, as it would where Redis is away from all, and goes on when its way is well. It works as before then.
 */
import { randomUUID } from 'node:crypto';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { monotonicMs } from '../../redis';
import { pauseMs } from '../histories/recorder';
import { until } from '../kit/driver';
import { usePipelines } from '../support/pipeline';
import { cutTown, SLOTS, type Place } from './cutTown';
import { inForm, tell, type Row } from './rows';
import { Shop } from './shopSteps';
import type { keptShopPipeline } from './shopWorkflows';
import { cutOff, type Weather } from './wall';

// That a worker which was cut off has to give up what it had is what happens here, and no news.
Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'ERROR' } } });
const RUNS = inForm(2, 6);
const COUNT = inForm(80, 200);
/** Of one shard. */
const CONCURRENCY = 2;
const pipelines = usePipelines(require.resolve('./shopWorkflows'));

interface Story {
  readonly scenario: string;
  readonly from: readonly Place[];
  readonly weather: Weather;
  /** For how long; default: till all runs have ended. */
  readonly forMs?: number;
}

/** Longer than the leases of steps. */
const AWAY_MS = 4000;

const stories: readonly Story[] = [
  { scenario: 'a worker cut off from Temporal', from: ['Temporal'], weather: cutOff },
  { scenario: 'a worker without answers of Temporal', from: ['Temporal'], weather: { answers: { isHeld: true } } },
  { scenario: 'a worker cut off from Redis', from: ['Redis'], weather: cutOff, forMs: AWAY_MS },
  {
    scenario: 'a worker without answers of Redis',
    from: ['Redis'],
    weather: { answers: { isHeld: true } },
    forMs: AWAY_MS,
  },
  { scenario: 'a worker cut off from both', from: ['Temporal', 'Redis'], weather: cutOff },
];

interface Played extends Row {
  readonly results: readonly unknown[];
  readonly bills: number;
}

async function played({ scenario, from, weather, forMs }: Story): Promise<Played> {
  const town = await cutTown(pipelines);
  const shop = new Shop();
  const running = [await town.worker(shop, town.gated), await town.worker(shop, town.well)];
  const client = await town.client(town.well);
  const start = async () => {
    const id = `cut-${randomUUID()}`;
    return (await client.start<typeof keptShopPipeline>('keptShopPipeline', { count: COUNT }, { id })).handle;
  };
  try {
    const runs = await Promise.all(Array.from({ length: RUNS }, start));
    await until(
      () => shop.paid.length,
      (count) => count >= (RUNS * COUNT) / 4,
    );
    town.befall(from, weather);
    const ended = Promise.all(runs.map((run) => run.result()));
    await (forMs === undefined ? ended : pauseMs(forMs));
    town.befall(from, {});
    const wellMs = monotonicMs();
    const outcomes = [...(await ended)];
    const silenceS = shop.longestSilenceS;
    // From here on nobody else is there to end a run.
    await running.pop()?.stop();
    outcomes.push(await (await start()).result());
    return {
      scenario: `runs, ${scenario}`,
      topology: 'one server',
      violations: 0,
      runs: outcomes.length,
      repeated: shop.repeated,
      effects: { accepted: shop.bills.length, refused: shop.refused },
      recoveryS: (monotonicMs() - wellMs) / 1000,
      note: `longest silence of a run: ${silenceS.toFixed(1)} s; bills that came again: ${shop.again}`,
      results: outcomes.map(({ status, result }) => [status, result]),
      bills: shop.bills.length,
    };
  } finally {
    await Promise.all(running.map((worker) => worker.stop()));
    await town.stop();
  }
}

test('runs whose worker is cut off from Temporal, from Redis or from both end by another, each effect is single, and it comes back', async () => {
  const all = await Promise.all(stories.map(played));
  for (const { results, bills, ...row } of all) {
    const unended = results.filter((result) => JSON.stringify(result) !== JSON.stringify(['ok', COUNT])).length;
    // Whoever takes over may pay again for what the other has in flight, and for nothing else.
    const tooOften = Math.max(0, (row.repeated ?? 0) - SLOTS * CONCURRENCY);
    const violations = unended + Math.abs(bills - results.length) + tooOften;
    tell({ ...row, violations });
    expect({ scenario: row.scenario, unended, bills, tooOften }).toEqual({
      scenario: row.scenario,
      unended: 0,
      bills: RUNS + 1,
      tooOften: 0,
    });
  }
});
