/** docs/writing-pipelines.md is one project: its files are taken from the page, compiled against the build, and its tests run. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EFFECT_BYTES } from '../../activities/kit/attempt/effect';
import { INLINE_BYTES } from '../../activities/kit/content/refs';
import { limits } from '../../redis';
import { blocksOf } from './blocks';
import { usePage } from './pageProject';
import { root } from './titles';

const page = 'docs/writing-pipelines.md';
const blocks = blocksOf(page);
/** Of one test, or one file. */
const HANGS_MS = 150_000;

const project = usePage(page);
const { folder, node } = project;

test('every code block of the page is a file of its project', () => {
  expect(blocks.filter(({ file }) => file === undefined)).toEqual([]);
  expect(new Set(blocks.map(({ file }) => file)).size).toBe(blocks.length);
});

test('they compile against the exports of the package, under strict and more', async () => {
  expect(await project.compile()).toEqual({ stdout: '', stderr: '' });
});

test('the tests of the page pass: plain, in memory, in virtual time, on real servers over skipped days', async () => {
  // What needs an engine for containers: ownContainer.deploy.test.ts.
  const tests = readdirSync(folder).filter((name) => name.endsWith('.test.js') && name !== 'bank.test.js');
  expect(tests).toHaveLength(4);
  // A file that hangs is told with its name.
  const ran = await node('--test', `--test-timeout=${HANGS_MS}`, ...tests).catch((error: unknown) => error);
  expect(ran).toMatchObject({ stdout: expect.stringMatching(/^# pass 7$[^]*^# fail 0$/m) as unknown });
}, 180_000);

test('a file that hangs is told with its name, and none of its processes is left', async () => {
  writeFileSync(
    join(folder, 'hangs.js'),
    `require('node:test')('waits', () => new Promise((resolve) => setInterval(resolve, 1e9, process.stdout.write(process.pid + ' hangs\\n'))));`,
  );
  const ran = (await node('--test', '--test-timeout=3000', 'hangs.js').catch((error: unknown) => error)) as {
    stdout: string;
  };
  expect(ran.stdout).toMatch(/not ok 1 - .*hangs\.js|not ok \d+ - waits/);
  const [, pid = ''] = /(\d+) hangs/.exec(ran.stdout) ?? [];
  expect(() => process.kill(Number(pid), 0)).toThrow('ESRCH');
});

test('its table of sizes is that of the code', () => {
  const { itemBytes, answerBytes, blobBytes, rememberedBytes } = limits;
  const kib = (bytes: number): string => (bytes < 1 << 20 ? `${bytes >> 10} KiB` : `${bytes >> 20} MiB`);
  const text = readFileSync(join(root, page), 'utf8');
  const sizes = [...text.matchAll(/^\| .+ \| (\d+ [KM]iB) \|$/gm)].map(([, size]) => size);
  expect(rememberedBytes).toBe(INLINE_BYTES);
  expect(sizes).toEqual([INLINE_BYTES, EFFECT_BYTES, itemBytes, answerBytes, blobBytes].map(kib));
});
