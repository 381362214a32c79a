/** What README shows a newcomer is what a newcomer sees. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeCache } from '../support/packed';
import { blocksOf, linesOf } from './blocks';
import { root } from './titles';

/** Without what differs from run to run: ports, times, how long something took, where a server came from. */
const steady = (line: string): string =>
  line
    .replace(/\(.*\)|:\d+\b|\d+\.\d s|\d+ ms/g, '…')
    .replaceAll(/[ …]+/g, ' ')
    .trim();

test('the demo prints the lines that README shows', async () => {
  const cache = join(mkdtempSync(join(tmpdir(), 'readme-')), 'cache');
  makeCache(cache);
  const env: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: '1', PIPELINE_CACHE_DIR: cache };
  for (const name of ['TEMPORAL_ADDRESS', 'REDIS_URL']) delete env[name];
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { demo: string } };
  const [, args = ''] = scripts.demo.split(' -- ');
  const demo = [join(root, 'dist', 'cli', 'main.js'), ...args.split(' ')];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, demo, { cwd: root, env });
  rmSync(join(cache, '..'), { recursive: true });
  const said = new Set(`${stderr}${stdout}`.split('\n').map(steady));
  const shown = blocksOf('README.md', 'The report: one more command').filter(({ language }) => language === '');
  expect(shown).toHaveLength(1);
  expect(shown.flatMap(linesOf).filter((line) => !said.has(steady(line)))).toEqual([]);
}, 120_000);
