/** What a bundle of somebody else's workflows holds, wherever they lie and whatever is installed beside them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DefaultLogger } from '@temporalio/worker';
import { bundlePipelines } from '../../worker/bundle';

const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
afterAll(() => rmSync(folder, { recursive: true }));

const kit = require.resolve('../../workflows/kit');
const quiet = new DefaultLogger('ERROR');

function project(name: string, code: string): string {
  const file = join(folder, name, 'workflows.js');
  mkdirSync(join(folder, name));
  writeFileSync(file, code);
  return file;
}

test('workflows are bundled where no Temporal package can be found from their folder, as in the strict layout of pnpm', async () => {
  const workflows = project('strict', `exports.pricing = require(${JSON.stringify(kit)}).openRun;`);
  const { code } = await bundlePipelines(workflows, { logger: quiet });
  expect(code).toContain('function openRun');
  // Without the kit's own converter an input that cannot be read would hang its run.
  expect(code).not.toContain('__temporal_custom_payload_converter (ignored)');
});

test('the workflows of an author who has a Temporal workflow package of his own run in the same copy as the kit', async () => {
  const workflows = project('own', `exports.pricing = () => require('@temporalio/workflow').sleep(1);`);
  const own = join(folder, 'own', 'node_modules', '@temporalio', 'workflow');
  for (const path of ['index.js', 'lib/worker-interface.js', 'lib/global-overrides.js']) {
    mkdirSync(join(own, path, '..'), { recursive: true });
    writeFileSync(join(own, path), "throw new Error('a second copy')");
  }
  const { code } = await bundlePipelines(workflows, { logger: quiet });
  expect(code).toContain('workflow/lib/worker-interface.js');
  expect(code).not.toContain('a second copy');
});
