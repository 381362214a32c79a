/**
 * The cache of bundles: taken where nothing has changed, made anew where anything has. With the SDK's webpack, but not its
 * workflow package, which is most of a bundle's time; the last test bundles in earnest.
 */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import type * as Sdk from '@temporalio/worker';
import { bundleLightly } from './lightBundler';
import { bundlingOf } from '../../worker/bundle';
import { keptBundle } from '../../worker/bundleCache';
import type { KeptOptions } from '../../worker/bundleCache';

jest.mock('@temporalio/worker', () => ({
  ...jest.requireActual<typeof Sdk>('@temporalio/worker'),
  bundleWorkflowCode: jest.fn(),
}));
const bundler = jest.mocked(bundleWorkflowCode);

const folder = mkdtempSync(join(tmpdir(), 'kept-bundles-'));
afterAll(() => rmSync(folder, { recursive: true }));

const warnings: string[] = [];
const logger = new DefaultLogger('WARN', ({ message }) => void warnings.push(message));
/** How often webpack has run in this test. */
const bundled = () => bundler.mock.calls.length;
beforeEach(() => {
  bundler.mockReset().mockImplementation(bundleLightly);
  warnings.length = 0;
});

const cache = join(folder, 'cache', 'bundles');
const write = (file: string, text: string): void => {
  mkdirSync(join(folder, file, '..'), { recursive: true });
  writeFileSync(join(folder, file), text);
};
write('workflows.ts', `export { pricing } from './lib/pricing';`);
write(
  'lib/pricing.ts',
  `import { tax } from '../deep/tax'; import { round } from 'rounding'; export const pricing = async () => round(tax);`,
);
write('deep/tax.ts', 'export const tax = 19;');
write('node_modules/rounding/package.json', '{ "name": "rounding", "version": "1.0.0", "main": "index.js" }');
write('node_modules/rounding/index.js', 'exports.round = (n) => n; /* the first */');

const workflowsPath = join(folder, 'workflows.ts');
const options = { workflowsPath, logger, ...bundlingOf(workflowsPath).bundlerOptions, hookOf: ['1'] };
const bundle = async (choices: Partial<KeptOptions> = {}, at = cache): Promise<string> =>
  (await keptBundle(at, { ...options, ...choices })).code;

test('the same code is bundled once, and is the same bundle', async () => {
  const first = await bundle();
  expect(await bundle()).toBe(first);
  expect(bundled()).toBe(1);
  // A file that was only touched has not changed.
  utimesSync(join(folder, 'deep/tax.ts'), new Date(), new Date());
  expect(await bundle()).toBe(first);
  expect(bundled()).toBe(1);
});

const ofSdk = createRequire(require.resolve('@temporalio/worker/package.json'));
test.each(['@temporalio/worker', 'webpack', 'swc-loader', '@swc/core', 'source-map-loader', 'pipeline-worker'])(
  'another release of %s bundles anew',
  async (name) => {
    await bundle();
    const before = bundled();
    const its =
      name === 'pipeline-worker' ? require.resolve(`${name}/package.json`) : ofSdk.resolve(`${name}/package.json`);
    jest.doMock(its, () => ({ version: '999.0.0' }));
    await bundle();
    jest.dontMock(its);
    expect(bundled()).toBe(before + 1);
  },
);

const file = (name: string, text: string) => () => write(name, text);
test.each<[string, () => void, string]>([
  ['a file deep in the imports', file('deep/tax.ts', 'export const tax = 20;'), 'tax = 20'],
  [
    'the content of a package',
    file('node_modules/rounding/index.js', 'exports.round = (n) => n; /* the second */'),
    'the second',
  ],
  [
    'the version of a package',
    file('node_modules/rounding/package.json', '{ "name": "rounding", "version": "1.0.1", "main": "index.js" }'),
    '',
  ],
  [
    'which file of a package is its main one',
    () => {
      write('node_modules/rounding/other.js', 'exports.round = (n) => n; /* other */');
      write('node_modules/rounding/package.json', '{ "name": "rounding", "version": "1.0.1", "main": "other.js" }');
    },
    '/* other */',
  ],
  [
    'a package that lies nearer',
    () => {
      write('lib/node_modules/rounding/package.json', '{ "name": "rounding", "version": "2.0.0", "main": "index.js" }');
      write('lib/node_modules/rounding/index.js', 'exports.round = (n) => n; /* nearer */');
    },
    '/* nearer */',
  ],
  [
    'where the link of a package leads, as pnpm changes it',
    () => {
      renameSync(join(folder, 'lib/node_modules/rounding'), join(folder, 'lib/rounding@2.0.0'));
      write('lib/rounding@3.0.0/package.json', '{ "name": "rounding", "version": "3.0.0", "main": "index.js" }');
      write('lib/rounding@3.0.0/index.js', 'exports.round = (n) => n; /* linked */');
      symlinkSync('../rounding@3.0.0', join(folder, 'lib/node_modules/rounding'));
    },
    '/* linked */',
  ],
  [
    'where a link leads that was one before',
    () => {
      for (const part of ['package.json', 'index.js'])
        write(
          `lib/rounding@4.0.0/${part}`,
          readFileSync(join(folder, 'lib/rounding@3.0.0', part), 'utf8').replace('linked', 'relinked'),
        );
      rmSync(join(folder, 'lib/node_modules/rounding'));
      symlinkSync('../rounding@4.0.0', join(folder, 'lib/node_modules/rounding'));
    },
    '/* relinked */',
  ],
  ['the settings of SWC', file('.swcrc', '{ "jsc": { "minify": { "compress": true } } }'), ''],
])('%s makes a new bundle when it changes, which is then kept', async (_what, change, shows) => {
  await bundle();
  bundler.mockClear();
  change();
  const changed = await bundle();
  expect(bundled()).toBe(1);
  expect(changed).toContain(shows);
  expect(await bundle()).toBe(changed);
  expect(bundled()).toBe(1);
});

test.each<[string, Partial<KeptOptions>]>([
  ['an option', { preloadModules: [join(folder, 'deep/tax.ts')] }],
  ['the hook', { webpackConfigHook: (config) => ({ ...config, devtool: 'inline-source-map' }) }],
  ['what the hook depends on', { hookOf: ['2'] }],
])('%s that differs makes a bundle of its own, beside the other', async (_what, choices) => {
  const plain = await bundle();
  bundler.mockClear();
  const other = await bundle(choices);
  expect(await bundle(choices)).toBe(other);
  expect(await bundle()).toBe(plain);
  expect(bundled()).toBe(1);
});

test('what was changed while it was read is not kept', async () => {
  write('deep/tax.ts', 'export const tax = 21;');
  bundler.mockImplementationOnce(async (options) => {
    const made = await bundleLightly(options);
    write('deep/tax.ts', 'export const tax = 22;');
    return made;
  });
  expect(await bundle()).toContain('tax = 21');
  expect(await bundle()).toContain('tax = 22');
});

test('a damaged file is made again, and nothing else of the folder is believed', async () => {
  const whole = await bundle();
  for (const name of readdirSync(cache)) {
    const text = readFileSync(join(cache, name), 'utf8');
    writeFileSync(join(cache, name), text.slice(0, text.length - 10));
  }
  bundler.mockClear();
  expect(await bundle()).toBe(whole);
  expect(bundled()).toBe(1);
});

test('several at once keep one whole bundle', async () => {
  const own = join(folder, 'crowd');
  const all = await Promise.all([1, 2, 3].map(() => bundle({}, own)));
  expect(new Set(all).size).toBe(1);
  expect(readdirSync(own)).toHaveLength(1);
  bundler.mockClear();
  expect(await bundle({}, own)).toBe(all[0]);
  expect(bundled()).toBe(0);
});

/** A folder with 45 bundles, the first of which nobody has used for longest. */
function withMany(name: string): string {
  const own = join(folder, name);
  mkdirSync(own);
  for (let i = 1; i <= 45; i += 1) {
    writeFileSync(join(own, `${i}.bundle`), '');
    utimesSync(join(own, `${i}.bundle`), i, i);
  }
  return own;
}

test('what nobody has used for longest goes, so that at most 40 are kept', async () => {
  const own = withMany('many');
  await bundle({}, own);
  const left = readdirSync(own).flatMap((name) => /^(\d+)\.bundle$/.exec(name)?.slice(1).map(Number) ?? []);
  expect(left.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 39 }, (_, i) => i + 7));
});

test('several at once may want the same to go, and none of them minds that it is gone', async () => {
  const own = withMany('many at once');
  await Promise.all(['1', '2', '3', '4'].map((hook) => bundle({ hookOf: [hook] }, own)));
  expect(warnings).toEqual([]);
  expect(readdirSync(own)).toHaveLength(40);
});

test('a folder that cannot be used costs a warning, not the bundle', async () => {
  write('no-folder', '');
  expect(await bundle({}, join(folder, 'no-folder'))).toContain('pricing');
  expect(warnings).toEqual([
    expect.stringMatching(/^The bundle of .*workflows\.ts is not kept, .* Set PIPELINE_CACHE_DIR/),
  ]);
});

test('what the SDK bundles in earnest is kept too', async () => {
  bundler.mockImplementation(jest.requireActual<typeof Sdk>('@temporalio/worker').bundleWorkflowCode);
  write('workflows.ts', `export { pricing } from './lib/pricing'; export { sleep } from '@temporalio/workflow';`);
  const first = await bundle();
  expect(first).toContain('workflow/lib/worker-interface.js');
  expect(await bundle()).toBe(first);
  expect(bundled()).toBe(1);
  write('deep/tax.ts', 'export const tax = 23;');
  expect(await bundle()).toContain('tax = 23');
  expect(bundled()).toBe(2);
});
