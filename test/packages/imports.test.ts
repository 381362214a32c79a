/** What the code that ships asks for: packages that whoever installs it gets, by their public names. */
import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { isReport } from '../../packages/parts';
import { root } from '../docs/titles';
import { SHIPPED, sourcesIn, specifiersIn } from './sources';

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}
const manifestOf = (path: string): Manifest => JSON.parse(readFileSync(join(root, path), 'utf8')) as Manifest;
const kit = manifestOf('package.json');
const report = manifestOf('packages/report/package.json');
const { include } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8')) as { include: string[] };

const packageOf = (specifier: string): string => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');

/** Loaded when somebody wants a Redis in a container; who has not got it is told how to. */
const ASKED_FOR = ['@testcontainers/redis'];
const OURS = ['pipeline-worker', '__pipelines', ...builtinModules];

test('nothing imports from the lib/ of a package of Temporal, but for histories as JSON in tests', () => {
  const deep = include.flatMap(sourcesIn).filter((file) => {
    return specifiersIn(file).some((specifier) => /^@temporalio\/[^/]+\//.test(specifier));
  });
  expect(deep).toEqual(['test/support/historyJson.ts']);
});

test.each([
  ['kit', kit, false],
  ['report', report, true],
] as const)('what ships as the %s imports only packages that are installed with it', (_name, manifest, ofTheReport) => {
  const installed = new Set([...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies)]);
  const files = SHIPPED.flatMap(sourcesIn).filter((file) => isReport(file.replace(/\.ts$/, '')) === ofTheReport);
  const missing = files.flatMap((file) =>
    specifiersIn(file)
      .filter((specifier) => !/^(\.|#|node:)/.test(specifier) && !OURS.includes(packageOf(specifier)))
      .filter((specifier) => !installed.has(packageOf(specifier)) && !ASKED_FOR.includes(specifier))
      .map((specifier) => `${file}: ${specifier}`),
  );
  expect(missing).toEqual([]);
});

test('peers of Temporal are a range from the version that the tests run on, which is exact, and one for all of them', () => {
  const peers = Object.entries(kit.peerDependencies).filter(([name]) => name.startsWith('@temporalio/'));
  const tested = new Set(peers.map(([name]) => kit.devDependencies[name]));
  expect(tested.size).toBe(1);
  const [version = ''] = tested;
  expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(new Set(peers.map(([, range]) => range))).toEqual(new Set([`^${version}`]));
});
