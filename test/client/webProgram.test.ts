/** A web program that takes the types of pipelines carries none of their code. Bundled by the SDK's webpack, as a framework does. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Stats {
  hasErrors(): boolean;
  toJson(options: object): { modules?: { name?: string; modules?: { name?: string }[] }[] };
  toString(): string;
}
type Webpack = (config: object, done: (error: Error | null, stats?: Stats) => void) => void;

const ofSdk = createRequire(require.resolve('@temporalio/worker/package.json'));
const webpack = ofSdk('webpack') as Webpack;
const folder = mkdtempSync(join(tmpdir(), 'web-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The modules of ours, of zod and of Temporal that a program brings with it. */
async function carriedBy(program: string): Promise<string[]> {
  const entry = join(folder, 'program.ts');
  writeFileSync(entry, program);
  const swc = { loader: ofSdk.resolve('swc-loader'), options: { jsc: { parser: { syntax: 'typescript' } } } };
  const config = {
    entry,
    mode: 'development',
    target: 'node',
    devtool: false,
    output: { path: folder },
    resolve: { extensions: ['.ts', '.js'] },
    externals: [/^@grpc\//, /^protobufjs/],
    module: { rules: [{ test: /\.ts$/, exclude: /node_modules/, use: swc }] },
  };
  const stats = await new Promise<Stats>((resolve, reject) => {
    webpack(config, (error, done) =>
      error || !done || done.hasErrors() ? reject(error ?? new Error(String(done))) : resolve(done),
    );
  });
  const { modules = [] } = stats.toJson({
    all: false,
    modules: true,
    nestedModules: true,
    modulesSpace: 1e6,
    nestedModulesSpace: 1e6,
  });
  return modules.flatMap(({ name = '', modules: nested = [] }) => [name, ...nested.map((one) => one.name ?? '')]);
}

const client = JSON.stringify(require.resolve('../../client'));
const pipelines = JSON.stringify(require.resolve('../kit/defined/pipelines'));
const CODE = /\/zod\/|@temporalio\/(workflow|worker)\/|\/test\/kit\/defined\/|\/workflows\/kit\/(define|law|steps)\./;

test('with `import type`: no workflow code, no zod, no workflow package of Temporal', async () => {
  const carried = await carriedBy(`
    import { connect } from ${client};
    import type { order } from ${pipelines};
    export const POST = async () => (await connect()).start<typeof order>('order', { cents: 300 }, { id: 'a' });`);
  expect(carried.some((name) => name.includes('/client/connect.'))).toBe(true);
  expect(carried.filter((name) => CODE.test(name))).toEqual([]);
});

test('with `import` it carries what it asked for', async () => {
  const carried = await carriedBy(`export { order } from ${pipelines};`);
  expect(carried.filter((name) => CODE.test(name)).length).toBeGreaterThan(3);
});
