/** A client is cut off from Temporal and Redis: a run that it started then, or starts again, is one run, paid for once. */
import { randomUUID } from 'node:crypto';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { RedisUnreachable, type PipelineClient } from '../../client';
import { monotonicMs } from '../../redis';
import { until } from '../kit/driver';
import { usePipelines } from '../support/pipeline';
import { cutTown, type Place, type Town } from './cutTown';
import { inForm, tell } from './rows';
import { Shop } from './shopSteps';
import type { keptShopPipeline } from './shopWorkflows';
import { cutOff, type Weather } from './wall';

// That a worker which was cut off has to give up what it had is what happens here, and no news.
Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'ERROR' } } });
const COUNT = inForm(40, 200);
const both: readonly Place[] = ['Temporal', 'Redis'];
const pipelines = usePipelines(require.resolve('./shopWorkflows'));

interface Scene {
  readonly town: Town;
  readonly shop: Shop;
  readonly id: string;
  readonly cut: PipelineClient;
  readonly well: PipelineClient;
}

interface Story {
  readonly scenario: string;
  /** @returns what came of it, in a few words, and when the way was well again. */
  play(scene: Scene): Promise<{ readonly said: string; readonly wellMs: number; readonly executions: number }>;
}

const start = (client: PipelineClient, id: string, prepare?: () => Promise<void>) =>
  client.start<typeof keptShopPipeline>('keptShopPipeline', { count: COUNT }, { id, ...(prepare && { prepare }) });

/** The way breaks between the look whether there is such a run and the start of it; somebody else starts it meanwhile. */
const startLost =
  (weather: Weather): Story['play'] =>
  async ({ town, id, cut, well }) => {
    let late: Promise<string> | undefined;
    await new Promise<void>((resolve) => {
      const isCut = (): Promise<void> => {
        town.befall(both, weather);
        resolve();
        return Promise.resolve();
      };
      late = start(cut, id, isCut).then(
        ({ how }) => how,
        (error: Error) => error.name,
      );
    });
    await expect(cut.upload(id, Buffer.from('a,b'))).rejects.toBeInstanceOf(RedisUnreachable);
    const again = await start(well, id);
    await again.handle.result();
    const wellMs = monotonicMs();
    town.befall(both, {});
    const first = (await late) ?? '';
    await cut.upload(id, Buffer.from('a,b'));
    const ways = `${first} late, ${again.how} by another`;
    // One that arrives when the run has ended begins it again, and finds all of it recorded.
    return { said: ways, wellMs, executions: weather.requests && first === 'started' ? 2 : 1 };
  };

const stories: readonly Story[] = [
  { scenario: 'a client without the answer to its start', play: startLost({ answers: { isHeld: true } }) },
  { scenario: 'a client whose start arrives when the run has ended', play: startLost(cutOff) },
  {
    scenario: 'a client cut off while it watches',
    async play({ town, shop, id, cut, well }) {
      const { handle, how } = await start(well, id);
      const events: string[] = [];
      const watching = (async () => {
        for await (const { event } of cut.handle(id).watch()) events.push(event);
      })();
      await until(
        () => shop.paid.length,
        (count) => count > COUNT / 4,
      );
      town.befall(both, cutOff);
      await handle.result();
      const wellMs = monotonicMs();
      town.befall(both, {});
      await watching;
      return { said: `${how}, ${events.at(-1)} seen`, wellMs, executions: 1 };
    },
  },
];

async function executionsOf(id: string): Promise<number> {
  let count = 0;
  for await (const _execution of pipelines.client.workflow.list({ query: `WorkflowId = '${id}'` })) count += 1;
  return count;
}

async function played({ scenario, play }: Story) {
  const town = await cutTown(pipelines);
  const shop = new Shop();
  const worker = await town.worker(shop, town.well);
  try {
    const [cut, well] = [await town.client(town.gated), await town.client(town.well)];
    const id = `cut-${randomUUID()}`;
    const { said, wellMs, executions } = await play({ town, shop, id, cut, well });
    const outcome = await cut.handle(id).result();
    const recoveryS = (monotonicMs() - wellMs) / 1000;
    // Temporal lists a new one within a second or so.
    await until(
      () => executionsOf(id),
      (count) => count >= executions,
    );
    return {
      scenario,
      said,
      recoveryS,
      refused: shop.refused,
      came: {
        status: outcome.status,
        paid: shop.paid.length,
        bills: shop.bills.length,
        more: (await executionsOf(id)) - executions,
      },
    };
  } finally {
    await worker.stop();
    await town.stop();
  }
}

test('a client that is cut off as it starts a run, or watches one, has one run, paid for once, and sees its end', async () => {
  const all = await Promise.all(stories.map(played));
  for (const { scenario, said, recoveryS, refused, came } of all) {
    const right = { status: 'ok', paid: COUNT, bills: 1, more: 0 };
    tell({
      scenario,
      topology: 'one server',
      violations: JSON.stringify(came) === JSON.stringify(right) ? 0 : 1,
      runs: 1,
      repeated: came.paid - COUNT,
      effects: { accepted: came.bills, refused },
      recoveryS,
      note: said,
    });
    expect({ scenario, ...came }).toEqual({ scenario, ...right });
  }
});
