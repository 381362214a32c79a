/** README's own pipeline in the strict layout of pnpm, where a package finds only what it names itself. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ended, useOwnProject } from './ownProject';

const own = useOwnProject('pnpm');

test('README’s own pipeline runs under pnpm too, typed as it stands; `replay` reads its workflows, and Ctrl-C leaves no server', async () => {
  const { said, dev } = await own.typeChapter();
  expect(said.at(-2)).toBe('37\n');
  expect(said.at(-1)).toMatch(/^monday {2}ok .*\n.*shop\.orders .*\n.*shop\.price +done +4\/4 .*\n.*shop\.bill /);
  expect(existsSync(join(own.folder, 'node_modules', 'ioredis'))).toBe(false);
  expect(readdirSync(join(own.folder, 'node_modules'))).toContain('.pnpm');
  const { stdout } = await own.shell('pnpm exec pipeline-worker replay monday --workflows pipelines.js');
  expect(stdout).toMatch(/^ok: monday \(pricing\): the code agrees/);
  // Ctrl-C, which pnpm answers with a SIGTERM of its own: nothing of `dev` is left, and it took back what it had noted.
  await ended(dev);
  expect(readdirSync(join(own.folder, '.pipeline-worker', 'servers'))).toEqual([]);
  expect(existsSync(join(own.folder, '.pipeline-worker', 'stack.json'))).toBe(false);
}, 400_000);
