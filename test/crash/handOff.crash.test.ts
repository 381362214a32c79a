/** A waiter dies in the queue of a resource: whoever hands it on wakes nobody, and the next in line gets it all the same. */
import { until } from '../kit/driver';
import { gate } from '../brief/runs';
import { sumSteps } from '../kit/steps';
import { usePipelines } from '../support/pipeline';
import { applied, JournalingWorld } from './journal';
import { useVictims } from './victims';

const workflows = require.resolve('../kit/workflows');
const pipelines = usePipelines(workflows);
const victims = useVictims(pipelines, workflows);

test.each([
  ['a worker is killed while it waits for a resource', 'kill'],
  ['a worker is stopped while it waits for a resource, and goes on when another has finished', 'stop'],
] as const)('%s', async (_title, how) => {
  victims.journal.forget();
  const world = new JournalingWorld(victims.journal);
  const held = gate();
  world.on('note', () => held.opened);
  // One activity at a time: what the second run asks for goes to the victim.
  const worker = await pipelines.worker([sumSteps], { world }, { maxActivities: 1 });
  const first = await pipelines.start('singlePipeline', { step: 'note', text: 'first' });
  await until(
    () => world.count('note'),
    (count) => count === 1,
  );
  const victim = victims.start({ at: 'acquire', when: 'after', how });
  const second = await pipelines.start('singlePipeline', { step: 'note', text: 'second' });
  await victim.reached;
  held.open();
  const tokens = [first, second].map(async (run) => ((await run.result()) as { token: number }).token);
  const [earlier = NaN, later = NaN] = await Promise.all(tokens);
  expect(later).toBeGreaterThan(earlier);
  await worker.stop();
  if (how === 'stop') await victim.wake();
  const effects = victims.journal.entries().flatMap(({ effect }) => effect ?? []);
  expect(applied(effects)).toHaveLength(2);
  const resource = (await pipelines.redis.open({ namespace: 'default' })).resource('notes');
  const next = await resource.acquire({ waitMs: 2000 });
  expect(next.token).toBeGreaterThan(later);
  await next.release();
});
