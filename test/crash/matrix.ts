import type { WorkflowHandle } from '@temporalio/client';
import type { RunFacts } from '../../redis/types';
import { stateOf } from '../kit/driver';
import { sumSteps } from '../kit/steps';
import { usePipelines } from '../support/pipeline';
import type { TestPipelines } from '../support/pipeline';
import type { TestRedis } from '../support/redis';
import { applied, begunAgain, computedInVain, JournalingWorld } from './journal';
import type { Entry, Journal } from './journal';
import type { Point } from './points';
import { titleOf } from './rows';
import type { Again, Row } from './rows';
import { useVictims } from './victims';

const COUNT = 12;
const SUM = 650;
const workflows = require.resolve('../kit/workflows');
const results = {
  sumPipeline: { sum: SUM, missing: [], max: COUNT ** 2, partial: false },
  paidPipeline: { sum: SUM, price: 0 },
};

/** A test for each row: the worker meets its end there, another finishes the run, and nothing is lost, doubled or left. */
export function liveThrough(chosen: readonly (readonly [Row, Point['how']])[]): void {
  const pipelines = usePipelines(workflows);
  const victims = useVictims(pipelines, workflows);

  test.each(chosen.map(([row, how]) => [titleOf(row, how), row, how] as const))(
    '%s',
    async (_title, row, how) => {
      const { at, when, of, failing, pipeline = 'sumPipeline' } = row;
      victims.journal.forget();
      await forgetAnswers(pipelines.redis);
      const victim = victims.start({ at, when, how, ...(of !== undefined && { of }) }, failing);
      const run = await pipelines.start(pipeline, { count: COUNT, shardSize: 4 });
      await victim.reached;

      const world = new JournalingWorld(victims.journal);
      const standby = await pipelines.worker([sumSteps], { world });
      await expect(run.result()).resolves.toEqual(results[pipeline]);
      await standby.stop();
      const facts = await factsOf(pipelines, run);
      if (how === 'stop') await victim.wake();
      expect((await factsOf(pipelines, run)).records).toEqual(facts.records);
      await leftInOrder(pipelines, run, victims.journal, pipeline);
      expect(againIn(victims.journal.entries())).toContain(row.seen ?? row.again);
    },
    90_000,
  );
}

/** What earlier rows paid for would be found by this one. */
async function forgetAnswers(redis: TestRedis): Promise<void> {
  const answers = (await redis.keys()).filter((key) => key.includes(':c2:{'));
  if (answers.length > 0) await redis.raw.del(...answers);
}

const factsOf = async (pipelines: TestPipelines, { workflowId }: WorkflowHandle): Promise<RunFacts> =>
  (await stateOf(pipelines, workflowId)).facts();

/** What the death cost, as the world outside saw it. Whatever else the dead had in work may cost more: `nothing` is always among it. */
function againIn(entries: readonly Entry[]): Again[] {
  const dead = entries.find(({ reached }) => reached !== undefined)?.pid ?? 0;
  const begun = begunAgain(entries, dead);
  const isItem = (name: string): boolean => / \d+$/.test(name);
  const sent = entries.filter(({ effect, onItsWay }) => effect ?? onItsWay);
  return [
    'nothing',
    ...(begun.some(isItem) ? (['items'] as const) : []),
    ...(begun.some((name) => !isItem(name)) ? (['a step'] as const) : []),
    ...(sent.length > 1 ? (['an effect'] as const) : []),
  ];
}

/** The journal of the world outside agrees with the run, and Redis holds nothing that would stay. */
async function leftInOrder(pipelines: TestPipelines, run: WorkflowHandle, journal: Journal, pipeline: string) {
  // What was on its way when its sender died arrives last.
  for (const { onItsWay } of journal.entries()) if (onItsWay) journal.note({ effect: onItsWay });
  const entries = journal.entries();
  const ran = new Set(entries.flatMap((entry) => entry.ran ?? []));
  const item = pipeline === 'sumPipeline' ? 'square' : 'paid';
  for (let n = 1; n <= COUNT; n += 1) expect(ran).toContain(`${item} ${n}`);
  expect(computedInVain(entries)).toEqual([]);
  const effects = entries.flatMap((entry) => entry.effect ?? []);
  expect(applied(effects)).toHaveLength(pipeline === 'sumPipeline' ? 1 : 0);

  expect((await factsOf(pipelines, run)).locks).toEqual([]);
  const { redis } = pipelines;
  const ttls = await Promise.all((await redis.keys()).map((key) => redis.raw.pttl(key)));
  expect(ttls.filter((ttl) => ttl === -1)).toEqual([]);
  const resource = (await redis.open({ namespace: 'default' })).resource('notes');
  const next = await resource.acquire({ waitMs: 0 });
  expect(effects.every(({ token }) => token < next.token)).toBe(true);
  await next.release();
}
