/** The one test of docs/writing-pipelines.md that needs an engine for containers; the others: writingPipelines.product.test.ts. */
import { usePage } from './pageProject';

/** The public image unless the environment names one that is here. */
const image = process.env['PIPELINE_TEST_NODE_IMAGE'];
const project = usePage('docs/writing-pipelines.md', image === undefined ? {} : { BANK_IMAGE: image });

test('the test of a service of your own in a container passes', async () => {
  expect(await project.compile()).toEqual({ stdout: '', stderr: '' });
  const ran = await project.node('--test', 'bank.test.js').catch((error: unknown) => error);
  expect(ran).toMatchObject({ stdout: expect.stringMatching(/^# pass 1$[^]*^# fail 0$/m) as unknown });
}, 300_000);
