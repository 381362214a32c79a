/** A worker that is stopped past its lease and goes on while its successor is at work: whatever it still sends is refused. */
import { gate } from '../brief/runs';
import { stateOf, until } from '../kit/driver';
import { sumSteps } from '../kit/steps';
import { usePipelines } from '../support/pipeline';
import { applied, computedInVain, JournalingWorld } from './journal';
import { useVictims } from './victims';

const workflows = require.resolve('../kit/workflows');
const pipelines = usePipelines(workflows);
const victims = useVictims(pipelines, workflows);

/** What is recorded of a step: its output, and how many items. */
async function recorded(runId: string, step: string) {
  const { records } = await (await stateOf(pipelines, runId)).facts();
  const { redis } = pipelines;
  const items = (await redis.keys()).filter((key) => key.includes(`{${runId}}:i:${step}`));
  const counts = await Promise.all(items.map((key) => redis.raw.hlen(key)));
  return { records: records.filter((record) => record.step === step), counts };
}

test.each([
  [
    'a zombie that commits a step while its successor is at work is refused',
    { at: 'commit', when: 'before', of: 'sum.total' },
    'total',
  ],
  [
    'a zombie that commits a step with blobs while its successor is at work is refused',
    { at: 'commit', when: 'before', of: 'sum.list' },
    'list',
  ],
  [
    'a zombie that records items while its successor is at work is refused',
    { at: 'record', when: 'before', of: 'sum.square' },
    'square 2',
  ],
  [
    'a zombie that commits an effect while its successor is at work is refused',
    { at: 'commit', when: 'before', of: 'sum.note' },
    'note',
  ],
] as const)('%s', async (_what, point, entry) => {
  victims.journal.forget();
  const zombie = victims.start({ ...point, how: 'stop' });
  const run = await pipelines.start('sumPipeline', { count: 3 });
  await zombie.reached;
  const world = new JournalingWorld(victims.journal);
  const atWork = gate();
  world.on(entry, () => atWork.opened);
  const successor = await pipelines.worker([sumSteps], { world });
  await until(
    () => world.count(entry),
    (count) => count === 1,
  );
  const before = await recorded(run.workflowId, point.of);
  await zombie.wake();
  expect(await recorded(run.workflowId, point.of)).toEqual(before);
  atWork.open();
  await expect(run.result()).resolves.toEqual({ sum: 14, missing: [], max: 9, partial: false });
  await successor.stop();
  const entries = victims.journal.entries();
  expect(computedInVain(entries)).toEqual([]);
  expect(applied(entries.flatMap(({ effect }) => effect ?? []))).toHaveLength(1);
});
