/**
 * Runs of each kind whose Redis somebody deletes (all of it, or keys), or which dies and comes back with less than it had: in
 * their middle, while they wait for a person, and after their end. LIMITS_SEED plays other moments again.
 */
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { FileLost } from '../../../client';
import { randomOf } from '../../../testing/simulation/random';
import { FencedSink } from '../../histories/recorder';
import { KeptRedis } from '../../support/keptRedis';
import { usePipelines } from '../../support/pipeline';
import { inForm, isShort, tell, type Row } from '../rows';
import { cluster, sentinels, standalone } from '../topologies';
import { Deleted, deleteOne, Dying, flush, unlinkAll } from './dying';
import { ends, keeping, named } from './kinds';
import { lived, reportOf, stepsOf, type Ended } from './town';

// Every loss is a warning of the worker.
Runtime.install({ logger: new DefaultLogger('ERROR') });
const pipelines = usePipelines(require.resolve('./workflows'));
const seed = Number(process.env['LIMITS_SEED'] ?? Math.floor(Math.random() * 1e6));
const random = randomOf(seed);
const below = (limit: number): number => Math.floor(random.between(0, limit));

/** How, and before how many entries into the code of steps. */
const deletions = [
  { name: 'FLUSHALL', how: flush, times: 3 },
  { name: 'UNLINK of the prefix', how: unlinkAll, times: 3 },
  { name: 'DEL of keys', how: deleteOne, times: 12 },
];

/** What a row of the table says of some batches of runs. */
class Sums {
  private runs = 0;
  private repeated = 0;
  private heals = 0;
  private readonly effects = { accepted: 0, refused: 0 };

  add({ runs, repeated, heals, tokens }: Ended): void {
    const sink = new FencedSink();
    for (const token of tokens) sink.write(token);
    this.runs += Object.keys(runs).length;
    this.repeated += repeated;
    this.heals += heals;
    this.effects.accepted += sink.accepted.length;
    this.effects.refused += sink.refused;
  }

  tell(row: Pick<Row, 'scenario' | 'topology' | 'recoveryS'>): void {
    const { runs, repeated, effects, heals } = this;
    tell({ ...row, violations: 0, runs, repeated, effects, note: `heals: ${heals}` });
  }
}

let undisturbed: Ended;

beforeAll(async () => {
  const topology = await standalone.start();
  const never = { url: topology.url, at: () => Promise.resolve(), whileWaiting: () => Promise.resolve() };
  undisturbed = await lived(pipelines, { ...never, prefix: 'undisturbed' });
  await undisturbed.close();
  await topology.stop();
});

/** The entries that one thing or another is done before. */
const moments = (times: number): Set<number> =>
  new Set(Array.from({ length: times }, () => 2 + below(undisturbed.entries - 2)));

test('undisturbed: nothing is paid for twice, and each effect has one key', () => {
  expect(undisturbed).toMatchObject({ repeated: 0, heals: 0 });
  expect(new Set(Object.values(undisturbed.truth.keys))).toEqual(new Set([1]));
});

/** What the runs made is gone, which is said, and can be had again. */
async function expectTruthWithoutState({ runs, client, truth }: Ended): Promise<void> {
  await expect(runs.report.ledger()).rejects.toThrow(FileLost);
  const { status, steps } = await runs.report.inspect();
  expect({ status, steps: steps.length }).toEqual({ status: 'ok', steps: (await stepsOf(runs.report)).length });
  expect(await runs.undone.inspect()).toMatchObject({ status: 'failed' });
  expect(await reportOf(client, runs.report)).toEqual(truth.report);
}

const places = isShort ? [standalone, cluster] : [standalone, sentinels, cluster];

test.each(places)('deleting Redis may cost time and money, never truth: $name', async (kind) => {
  const topology = await kind.start();
  const sums = new Sums();
  try {
    for (let round = 0; round < inForm(1, 4); round += 1) {
      for (const { name, how, times } of isShort ? deletions.slice(0, 1) : deletions) {
        const at = moments(times);
        const setting = new Deleted(topology, how, at, below);
        const ended = await lived(pipelines, setting);
        try {
          const about = { seed, name, at: [...at] };
          expect({ about, ...ended.truth }).toEqual({ about, ...undisturbed.truth });
          sums.add(ended);
          if (how !== flush) continue;
          await setting.whileWaiting();
          await expectTruthWithoutState(ended);
        } finally {
          await ended.close();
        }
      }
    }
  } finally {
    await topology.stop();
  }
  sums.tell({ scenario: 'deleting Redis', topology: kind.name });
});

/** In the short form one that loses some, and one that loses nothing. */
const wanted = isShort
  ? ends.filter(({ name, lossy }) => name === 'older RDB' || (name === 'kill -9' && !lossy))
  : ends;

test.each(wanted.map((end) => ({ end, name: end.name, kind: named[end.keeping] })))(
  'runs end as if nothing had been: $kind, $name',
  async ({ end, name, kind }) => {
    const sums = new Sums();
    let recoveryS = 0;
    for (let round = 0; round < inForm(1, 3); round += 1) {
      const at = moments(2);
      const redis = await KeptRedis.started(keeping[end.keeping]);
      try {
        const dying = new Dying(redis, end, at);
        const ended = await lived(pipelines, dying);
        await ended.close();
        const about = { seed, at: [...at] };
        expect({ about, ...ended.truth }).toEqual({ about, ...undisturbed.truth });
        // What is kept is not computed again.
        expect(end.lossy ? 0 : ended.heals).toBe(0);
        sums.add(ended);
        recoveryS = Math.max(recoveryS, dying.recoveryS);
      } finally {
        await redis.stop();
      }
    }
    sums.tell({ scenario: `${name}, runs`, topology: `one server, ${kind}`, recoveryS });
  },
);
