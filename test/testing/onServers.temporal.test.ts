/** The same kit on servers of its own: a time-skipping Temporal, a Redis, real workers that die. */
import { testPipelines } from '../../testing/testPipelines';
import type { ServerTestKit } from '../../testing/testKit';
import { order } from './pipelines';
import { keepsThePromisesOfTheKit } from './contract';
import type { Opened } from './contract';
import { shopSteps } from './shop';

let kit: ServerTestKit;
const deps: Opened['deps'] = { seen: [] };
beforeAll(async () => {
  kit = await testPipelines({ pipelines: require.resolve('./pipelines'), steps: [shopSteps], deps });
});
afterAll(() => kit.close());

keepsThePromisesOfTheKit(() => ({ kit, deps }));

test('its client sees what only servers have', async () => {
  await kit.start(order, { id: 'seen' }, { id: 'o-seen' }).result();
  const report = await kit.client.handle('o-seen').inspect();
  expect(report).toMatchObject({ id: 'o-seen', type: 'order', status: 'ok' });
});
