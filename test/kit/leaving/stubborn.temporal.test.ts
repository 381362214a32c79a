/** Code that does not listen: an attempt that has ended keeps no place, slot or lock, even if its code never returns. */
import { usePipelines } from '../../support/pipeline';
import { workerLogger } from '../../../worker/log';
import { stateOf, until } from '../driver';
import { World } from '../world';
import { leavingSteps } from './steps';

const pipelines = usePipelines(require.resolve('./workflows'));
const never = (): Promise<never> => new Promise(() => undefined);

const entered = (world: World, name: string) =>
  until(
    () => world.count(name),
    (count) => count > 0,
  );

function warnings(): string[] {
  const told: string[] = [];
  jest.spyOn(workerLogger, 'warn').mockImplementation((message) => void told.push(message));
  return told;
}
afterEach(() => jest.restoreAllMocks());

it('rule 10: items that never return lose their places when their attempt ends, and another run of the step goes on', async () => {
  const told = warnings();
  const world = new World().on('h1', never).on('h2', never);
  await pipelines.worker([leavingSteps], { world });
  const options = { startToCloseTimeout: '3s' };
  const hung = await pipelines.start('mapPipeline', { ids: ['h1', 'h2', 'a'], options });
  await entered(world, 'h2');
  const other = await pipelines.start('mapPipeline', { ids: ['b', 'c', 'd'] });
  await expect(other.result()).resolves.toBe(3);
  expect(told).toContainEqual(expect.stringMatching(/^leaving\.item: .*not returned: h1, h2\./));
  await hung.cancel();
  await expect(hung.result()).rejects.toThrow('cancelled');
}, 60_000);

it.each(['plain', 'effect'])(
  'cancel of a %s step that does not listen ends within the clean-up time',
  async (step) => {
    const told = warnings();
    let end = (): void => undefined;
    const world = new World().on(step, () => new Promise<void>((resolve) => (end = resolve)));
    await pipelines.worker([leavingSteps], { world });
    const run = await pipelines.start('stepPipeline', { step });
    await entered(world, step);
    await run.cancel();
    await expect(run.result()).rejects.toThrow('cancelled');
    const state = await stateOf(pipelines, run.workflowId);
    expect((await state.facts()).locks).toEqual([]);
    expect(told).toEqual([expect.stringMatching(`^leaving\\.${step}: .*not returned: leaving\\.${step}\\.`)]);
    // What comes now is nobody's.
    end();
    await new Promise((resolve) => setImmediate(resolve));
    expect((await state.facts()).records.map((record) => record.step)).toEqual([]);
  },
  40_000,
);
