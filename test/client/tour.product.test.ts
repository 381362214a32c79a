/** docs/client.md: its snippets are one program, compiled as a user of the package compiles it, and run. */
import { execFile } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { transformSync } from '@swc/core';
import { clientRightsOf, rightsOf } from '../../redis/rights';
import { envOf, launch } from '../cli/command';
import { blocksOf } from '../docs/blocks';
import { root } from '../docs/titles';
import { sumSteps } from '../kit/steps';
import { World } from '../kit/world';
import { usePipelines } from '../support/pipeline';
import { asUser } from '../support/users';

const run = promisify(execFile);
const pipelines = usePipelines(require.resolve('./tour/workflows'));
/** Within the package, where its name is its own: `pipeline-worker/client` is the build. */
const place = join(root, 'dist', 'test', 'tour');
const folder = mkdtempSync(join(tmpdir(), 'tour-'));
const users = { worker: `worker-${randomUUID()}`, client: `client-${randomUUID()}` };
let worker: ChildProcess | undefined;

afterEach(() => pipelines.redis.raw.call('ACL', 'DELUSER', ...Object.values(users)));
afterAll(() => {
  worker?.kill('SIGKILL');
  rmSync(folder, { recursive: true });
  rmSync(place, { recursive: true });
});

/** Imports first, the rest in the order of the page. @param report where the other package lies in a checkout. */
function program(report: string): string {
  const code = blocksOf('docs/client.md').filter(({ language }) => language === 'ts');
  const lines = code.flatMap(({ text }) => text.split('\n'));
  const imports = lines.filter((line) => line.startsWith('import '));
  const rest = lines.filter((line) => !line.startsWith('import '));
  const found = imports.join('\n').replace('pipeline-worker-report', report);
  return `${found}\nasync function tour(): Promise<void> {\n${rest.join('\n')}\n}\nvoid tour();\n`;
}

test('docs/client.md compiles under strict, against the built declarations', async () => {
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'tour.ts'), program('../../../report'));
  writeFileSync(join(place, 'pipelines.ts'), "export type * from '../../../test/client/tour/workflows';\n");
  const compilerOptions = { noEmit: true, rootDir: '../../..' };
  const config = { extends: '../../../tsconfig.json', compilerOptions, files: ['tour.ts'] };
  writeFileSync(join(place, 'tsconfig.json'), JSON.stringify(config));
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const compiled = await run(process.execPath, [tsc, '-p', place]).catch((error: unknown) => error);
  expect(compiled).toEqual({ stdout: '', stderr: '' });
});

test('docs/client.md runs from its first line to its last, with the rights in Redis that `doctor --acl` prints for a client', async () => {
  copyFileSync(join(root, 'examples', 'comments.csv'), join(folder, 'comments.csv'));
  const syntax = { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } } as const;
  writeFileSync(join(place, 'tour.js'), transformSync(program('../../report'), syntax).code);
  const { redis } = pipelines;
  const within = { prefix: redis.prefix, isCluster: false };
  const worksAs = await asUser(redis, users.worker, rightsOf(within));
  worker = launch(['worker'], { ...envOf(pipelines), REDIS_URL: worksAs }).child;
  await once(worker.stderr ?? worker, 'data');
  await pipelines.worker([sumSteps], { world: new World() }, { taskQueue: 'shop' });
  const asks = await asUser(redis, users.client, clientRightsOf(within));
  const env = { ...process.env, ...envOf(pipelines), REDIS_URL: asks };
  const { stdout } = await run(process.execPath, [join(place, 'tour.js')], { cwd: folder, env });
  const lines = stdout.trim().split('\n');
  expect(lines[0]).toMatch(/^report-[0-9a-f]{12} started$/);
  expect(lines).toContain('report.claims done 152');
  const [ended, sum, next, ...steered] = lines.slice(-6);
  expect([ended, sum, ...steered]).toEqual(['ok 154 4 2', '91', 'cancelled', 'ok', 'RunNotFound']);
  expect(next).toMatch(/T0[12]:00:00\.000Z$/);
  expect(readdirSync(join(folder, 'out')).toSorted()).toEqual([
    'claims.csv',
    'ledger.json',
    'report.html',
    'report.json',
  ]);
}, 120_000);
