/** Two packages are made of one tree: the kit knows nothing of the report, which has of the kit what everybody has. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENTRIES, isOfBoth, isReport } from '../../packages/parts';
import { root } from '../docs/titles';
import { exportsOf, importsOf, SHIPPED, sourcesIn, specifiersIn, targetOf } from './sources';

const plain = (file: string): string => file.replace(/\.ts$/, '');
const files = SHIPPED.flatMap(sourcesIn);
/** Makes the bundle in a checkout; it is in neither package. */
const ofTheKit = files.filter((file) => !isReport(plain(file)) && file !== 'worker/build.ts');
const ofBoth = files.filter(isOfBoth);
const ofTheReport = files.filter((file) => isReport(plain(file)));
const relativeIn = (file: string): string[] => specifiersIn(file).filter((specifier) => specifier.startsWith('.'));

interface Manifest {
  readonly version: string;
  readonly exports: Readonly<Record<string, { readonly default?: string }>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}
const manifestOf = (path: string): Manifest => JSON.parse(readFileSync(join(root, path), 'utf8')) as Manifest;
const kit = manifestOf('package.json');
const report = manifestOf('packages/report/package.json');

test('both packages have files of their own', () => {
  expect(ofTheKit.length).toBeGreaterThan(200);
  expect(ofTheReport.length).toBeGreaterThan(70);
});

test('the kit imports nothing of the report', () => {
  const crossing = ofTheKit.flatMap((file) =>
    relativeIn(file)
      .map((specifier) => targetOf(file, specifier))
      .filter((target) => isReport(target) && !isOfBoth(target))
      .map((target) => `${file} imports ${target}`),
  );
  expect(crossing).toEqual([]);
});

test('what both packages have a copy of imports nothing that only one of them has', () => {
  const crossing = ofBoth.flatMap((file) =>
    relativeIn(file)
      .filter((specifier) => !isOfBoth(targetOf(file, specifier)))
      .map((specifier) => `${file} imports ${specifier}`),
  );
  expect(ofBoth.length).toBeGreaterThan(0);
  expect(crossing).toEqual([]);
});

test('the report imports of the kit only what the public entries export', () => {
  const crossing = ofTheReport.flatMap((file) =>
    importsOf(file)
      .filter(({ specifier }) => specifier.startsWith('.') && !isReport(targetOf(file, specifier)))
      .flatMap(({ specifier, names }) => {
        const target = targetOf(file, specifier);
        const entry = ENTRIES[target.split('/')[0] ?? ''];
        const there = entry === undefined ? new Set<string>() : exportsOf(entry);
        return names.filter((name) => !there.has(name)).map((name) => `${file} imports ${name} of ${target}`);
      }),
  );
  expect(crossing).toEqual([]);
});

test('every import that leaves the report is one with names, which the test above looks at', () => {
  const leaving = (file: string, all: readonly string[]): string[] =>
    all.filter((specifier) => specifier.startsWith('.') && !isReport(targetOf(file, specifier)));
  const unseen = ofTheReport.filter((file) => {
    const named = importsOf(file).map(({ specifier }) => specifier);
    return leaving(file, specifiersIn(file)).length !== leaving(file, named).length;
  });
  expect(unseen).toEqual([]);
});

test.each(Object.entries(ENTRIES))('the room %s is an entry of the kit', (room, entry) => {
  expect(kit.exports[`./${room}`]?.default).toBe(`./dist/${entry}.js`);
});

test('both packages have one version, and the report asks for exactly that kit', () => {
  expect(report.version).toBe(kit.version);
  expect(report.peerDependencies).toMatchObject({ 'pipeline-worker': kit.version });
});

test('what the report is installed with is in the tree in the same version, and the kit is installed without it', () => {
  const { dependencies, devDependencies } = kit;
  expect({ ...devDependencies, ...dependencies }).toMatchObject(report.dependencies);
  const shared = Object.keys(report.dependencies).filter((name) => name in dependencies);
  expect(shared).toEqual(['csv-stringify', 'safe-stable-stringify']);
});
