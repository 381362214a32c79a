/** README's first screen: the batch that is killed, as a newcomer runs it, and its code. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { makeCache } from '../support/packed';
import { blocksOf, linesOf } from './blocks';
import { root } from './titles';

const shown = blocksOf('README.md', 'A batch that is killed, and goes on');
const example = join(root, 'examples', 'labelling');

test('the batch ends with every document, and pays twice at most for what was under way when its worker was killed', async () => {
  const cache = join(mkdtempSync(join(tmpdir(), 'batch-')), 'cache');
  makeCache(cache);
  const env: NodeJS.ProcessEnv = { ...process.env, PIPELINE_CACHE_DIR: cache };
  for (const name of ['TEMPORAL_ADDRESS', 'REDIS_URL']) delete env[name];
  const run = promisify(execFile);
  await run(process.execPath, [
    join(root, 'node_modules', 'typescript', 'bin', 'tsc'),
    '-p',
    join(example, 'tsconfig.checkout.json'),
  ]);
  const { stdout } = await run(process.execPath, [join(root, 'dist', 'examples', 'labelling', 'killed.js')], { env });
  rmSync(dirname(cache), { recursive: true });

  // An answer that was stored, and not yet recorded at the kill, is `cached` the second time.
  const steady = (line: string): string =>
    line.replaceAll(/\d+ (calls|of those)/g, '… $1').replace(/"cached":\d+/, '"cached":…');
  const [text] = shown.filter(({ language }) => language === '');
  expect(stdout.trim().split('\n').map(steady)).toEqual(linesOf(text!).map(steady));
  const [, texts, calls, again] = /(\d+) texts, (\d+) calls: (\d+) of those/.exec(stdout) ?? [];
  expect(Number(calls)).toBe(Number(texts) + Number(again));
  const [, concurrency] = /concurrency: (\d+)/.exec(readFileSync(join(example, 'steps.ts'), 'utf8')) ?? [];
  expect(Number(again)).toBeGreaterThan(0);
  expect(Number(again)).toBeLessThanOrEqual(Number(concurrency));
});

test('the code beside it is that of the example', () => {
  const files = ['pipelines.ts', 'steps.ts'].map((file) => readFileSync(join(example, file), 'utf8'));
  const code = files.join('\n').replaceAll(/ \/\/ .*$/gm, '');
  const parts = shown.filter(({ language }) => language === 'ts');
  expect(parts).toHaveLength(2);
  for (const part of parts) expect(code).toContain(part.text.trim());
});
