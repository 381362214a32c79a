/** What the code that ships asks for: packages that whoever installs it gets, by their public names. */
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { root } from '../docs/titles';

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
const { include } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8')) as { include: string[] };

const sourcesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('node_modules'))
    .map((file) => join(folder, file));

/** Every import of a package, by the file. */
const importsIn = (file: string): string[] =>
  [
    ...readFileSync(join(root, file), 'utf8').matchAll(
      /(?:^|[^.\w])(?:from|import\(|require\()\s*'([\w@][\w@/.-]*)'/gm,
    ),
  ].map(([, specifier = '']) => specifier);

const packageOf = (specifier: string): string => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');

const SHIPPED = ['workflows', 'activities', 'redis', 'worker', 'client', 'cli', 'testing'];
/** Loaded when somebody wants a Redis in a container; who has not got it is told how to. */
const ASKED_FOR = ['@testcontainers/redis'];
const OURS = ['pipeline-worker', '__pipelines', ...builtinModules];

test('nothing imports from the lib/ of a package of Temporal, but for histories as JSON in tests', () => {
  const deep = include.flatMap(sourcesIn).filter((file) => {
    return importsIn(file).some((specifier) => /^@temporalio\/[^/]+\//.test(specifier));
  });
  expect(deep).toEqual(['test/support/historyJson.ts']);
});

test('what ships imports only packages that are installed with it', () => {
  const installed = new Set([...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies)]);
  const missing = SHIPPED.flatMap(sourcesIn).flatMap((file) =>
    importsIn(file)
      .filter((specifier) => !specifier.startsWith('node:') && !OURS.includes(packageOf(specifier)))
      .filter((specifier) => !installed.has(packageOf(specifier)) && !ASKED_FOR.includes(specifier))
      .map((specifier) => `${file}: ${specifier}`),
  );
  expect(missing).toEqual([]);
});

test('peers of Temporal are a range from the version that the tests run on, which is exact, and one for all of them', () => {
  const peers = Object.entries(manifest.peerDependencies).filter(([name]) => name.startsWith('@temporalio/'));
  const tested = new Set(peers.map(([name]) => manifest.devDependencies[name]));
  expect(tested.size).toBe(1);
  const [version = ''] = tested;
  expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(new Set(peers.map(([, range]) => range))).toEqual(new Set([`^${version}`]));
});
