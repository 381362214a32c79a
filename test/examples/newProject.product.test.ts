/** `new`, from the tarball, as somebody has it who has nothing else; under npm and under pnpm. */
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installExample, pack } from '../support/packed';
import { ended, useOwnProject } from './ownProject';

let installed = '';
beforeAll(async () => {
  installed = await installExample('firstPipeline');
});
afterAll(() => rmSync(installed, { recursive: true }));

/** Two minutes on a machine of one's own; one that others share may take longer. */
const IN_TIME_MS = 3 * 120_000;

describe.each(['npm', 'pnpm'] as const)('with %s', (manager) => {
  const { folder, shell, inItsOwnTerminal } = useOwnProject(manager);

  test('a new project installs, passes its test and runs; how long it took is printed', async () => {
    const { tarball } = await pack(join(folder, '..'));
    const began = performance.now();
    const program = join(installed, 'node_modules', 'pipeline-worker', 'dist', 'cli', 'main.js');
    // The folder has a cache of servers, so that none are fetched; a new project has one of its own.
    const { stderr } = await shell(`node ${program} new price-list --dir app --package ${tarball}`);
    expect(stderr).toMatch(/Next:\n {2}cd app && npm install\n {2}npm test\n {2}npm run dev\n$/);
    await shell(`cd app && ${manager} install`);
    const tested = await shell(`cd app && ${manager} test`);
    expect(tested.stdout).toMatch(/pass 1\b/);
    await shell('ln -s ../.pipeline-worker app/.pipeline-worker');
    const dev = await inItsOwnTerminal(`cd app && exec ${manager} run dev`);
    let said = '';
    dev.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    while (!said.includes('ready: priceList; steps first.split, first.count, first.write')) {
      if (dev.stderr) await once(dev.stderr, 'data');
    }
    const run = manager === 'npm' ? 'npx' : 'pnpm exec';
    const input = `'{"text":"good morning","file":"morning.txt"}'`;
    const { stdout } = await shell(`cd app && ${run} pipeline-worker run priceList --id morning --input ${input}`);
    expect(JSON.parse(stdout)).toMatchObject({ lines: 1 });
    expect(readFileSync(join(folder, 'app', 'out', 'morning.txt'), 'utf8')).toBe('Hello good morning: 2\n');
    await ended(dev);
    const took = performance.now() - began;
    console.log(`new, install, test, dev and a run with ${manager}: ${Math.round(took / 1000)} s`);
    expect(took).toBeLessThan(IN_TIME_MS);
  }, 600_000);
});
