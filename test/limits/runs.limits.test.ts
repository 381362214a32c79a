/** Runs on a real Temporal, two workers, and a Redis that fails over in their middle and has lost what it acknowledged. */
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { until } from '../kit/driver';
import { usePipelines } from '../support/pipeline';
import { cutOff } from '../support/replication';
import { moveKeys } from '../support/resharding';
import { inForm, tell } from './rows';
import { Shop, shopSteps } from './shopSteps';
import { cluster, sentinels, type Topology, type TopologyKind } from './topologies';

Runtime.install({ logger: new DefaultLogger('ERROR') });
const RUNS = inForm(4, 12);
// Six lists of ten: a run heals at most twenty times, then it asks for a person.
const COUNT = inForm(30, 60);
const pipelines = usePipelines(require.resolve('./shopWorkflows'));

type Strike = (topology: Topology) => Promise<unknown>;
const kill: Strike = async ({ masters }) => masters[0]?.stop();
const cut: Strike = async ({ replicas: [replica] }) => replica && cutOff(replica);
const move: Strike = async ({ masters: [first, second] }) => first && second && moveKeys(first, second);

interface Story {
  readonly scenario: string;
  readonly kind: TopologyKind;
  /** When a quarter of all is paid. */
  readonly first?: Strike;
  /** When half of all is paid. */
  readonly second?: Strike;
  /** When a bill has taken effect, before it is answered. */
  readonly third?: Strike;
}

const stories: Story[] = [
  ...[sentinels, cluster].flatMap((kind): Story[] => [
    ...inForm([], [{ scenario: 'master killed', kind, second: kill }]),
    { scenario: 'master killed behind an effect, three quarters of the state lost', kind, first: cut, third: kill },
  ]),
  { scenario: 'slots moved', kind: cluster, second: move },
];

test.each(stories.map((story) => [story.scenario, story.kind.name, story] as const))(
  'runs, %s, on %s: all end, and each effect is single',
  async (scenario, name, { kind, ...strikes }) => {
    const shop = new Shop();
    const topology = await kind.start();
    const redisUrl = topology.url;
    const workers = await Promise.all([1, 2].map(() => pipelines.worker([shopSteps], { shop }, { redisUrl })));
    try {
      const input = { count: COUNT };
      const runs = await Promise.all(Array.from({ length: RUNS }, () => pipelines.start('shopPipeline', input)));
      for (const [share, strike] of [
        [0.25, strikes.first],
        [0.5, strikes.second],
      ] as const) {
        await until(
          () => shop.paid.length,
          (count) => count >= RUNS * COUNT * share,
        );
        await strike?.(topology);
      }
      await until(
        () => shop.bills.length,
        (count) => count > 0,
      );
      await strikes.third?.(topology);
      expect(await Promise.all(runs.map((run) => run.result()))).toEqual(runs.map(() => COUNT));
    } finally {
      await Promise.all(workers.map((worker) => worker.stop()));
      await topology.stop();
    }
    tell({
      scenario: `runs, ${scenario}`,
      topology: name,
      violations: shop.bills.length - RUNS,
      runs: RUNS,
      repeated: shop.repeated,
      effects: { accepted: shop.bills.length, refused: shop.refused },
      recoveryS: shop.longestSilenceS,
      note: `bills that came again: ${shop.again}`,
    });
    expect(shop.bills).toHaveLength(RUNS);
  },
);
