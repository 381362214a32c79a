/** The promises of the kit, in memory. */
import { testPipelines } from '../../../testing/testPipelines';
import type { TestKit } from '../../../testing/testKit';
import { keepsThePromisesOfTheKit } from '../contract';
import type { Opened } from '../contract';
import { shopSteps } from '../shop';

let kit: TestKit;
const deps: Opened['deps'] = { seen: [] };
beforeAll(async () => {
  kit = await testPipelines({ inMemory: true, pipelines: require.resolve('../pipelines'), steps: [shopSteps], deps });
});
afterAll(() => kit.close());

keepsThePromisesOfTheKit(() => ({ kit, deps }));
