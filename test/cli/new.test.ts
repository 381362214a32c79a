import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipelineNameOf } from '../../cli/new/name';
import { newProject } from '../../cli/new/new';
import { Output } from '../../cli/output';
import { root } from '../docs/titles';

const place = mkdtempSync(join(tmpdir(), 'new-project-'));
afterAll(() => rmSync(place, { recursive: true }));

test.each([
  ['orders', 'orders'],
  ['price-list', 'priceList'],
  ['a1-b2-c3', 'a1B2C3'],
])('the pipeline of a project %s is called %s', (name, pipeline) => {
  expect(pipelineNameOf(name)).toBe(pipeline);
});

test.each([
  ['', 'is no name'],
  ['Price', 'is no name'],
  ['price_list', 'is no name'],
  ['price--list', 'is no name'],
  ['-price', 'is no name'],
  ['1st', 'is no name'],
  ['price-2', 'is no name'],
  ['../price', 'is no name'],
  ['preis-größe', 'is no name'],
  ['x'.repeat(101), 'has 101 characters, at most 100'],
  ['class', 'means something else already'],
  ['pipeline-worker', 'means something else already'],
])('%j is refused as a name, with what one looks like', (name, why) => {
  expect(() => pipelineNameOf(name)).toThrow(why);
});

test('a project has the name in its files, exact versions, and nothing of the example that is not its own', async () => {
  const dir = join(place, 'here', 'price-list');
  expect(await newProject('price-list', { dir }, new Output(true))).toBe(0);
  expect(readdirSync(dir).toSorted()).toEqual([
    '.gitignore',
    'README.md',
    'package.json',
    'pipelines.test.ts',
    'pipelines.ts',
    'start.ts',
    'steps.ts',
    'tsconfig.json',
    'worker.ts',
  ]);
  const all = readdirSync(dir).map((file) => readFileSync(join(dir, file), 'utf8'));
  expect(all.filter((text) => /first-?pipeline/i.test(text))).toEqual([]);
  const manifest = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as Record<string, object>;
  const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  expect(manifest['name']).toBe('price-list');
  expect(manifest['dependencies']).toMatchObject({ 'pipeline-worker': own.version });
  const versions = Object.values({ ...manifest['dependencies'], ...manifest['devDependencies'] }) as string[];
  expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  expect(readFileSync(join(dir, 'README.md'), 'utf8').split('\n').length).toBeLessThan(40);
});

test('what the example is made with is what this package is made with', () => {
  const versionsOf = (folder: string): Record<string, string> => {
    const text = readFileSync(join(root, folder, 'package.json'), 'utf8');
    const { dependencies, devDependencies } = JSON.parse(text) as Record<string, Record<string, string>>;
    return { ...dependencies, ...devDependencies };
  };
  const { 'pipeline-worker': _packed, ...others } = versionsOf('examples/firstPipeline');
  expect(versionsOf('.')).toMatchObject(others);
});

test('nothing that is there is overwritten', async () => {
  const dir = join(place, 'full');
  await newProject('orders', { dir }, new Output(true));
  writeFileSync(join(dir, 'steps.ts'), 'mine');
  const again = newProject('orders', { dir }, new Output(true));
  await expect(again).rejects.toThrow(/full is not empty: it has .*\. Choose another with --dir\./);
  expect(readFileSync(join(dir, 'steps.ts'), 'utf8')).toBe('mine');
  const file = newProject('orders', { dir: join(dir, 'steps.ts') }, new Output(true));
  await expect(file).rejects.toThrow(/steps\.ts is a file\. Choose another folder with --dir\./);
});
