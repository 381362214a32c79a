/** The package as others get it. */
import { execFile } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { assemble } from '../../packages/assemble';

/** By the package's own name: this file also runs from the build. */
const root = dirname(require.resolve('pipeline-worker/package.json'));
const run = promisify(execFile);

interface Packed {
  readonly tarball: string;
  readonly files: readonly string[];
}

/** Packs the build of the kit into `folder`. */
export function pack(folder: string): Promise<Packed> {
  return packed(root, folder);
}

/** The other package, as it is published, in `folder`. Needs the build. */
export async function packReport(folder: string): Promise<Packed> {
  return packed(await assemble(join(folder, 'pipeline-worker-report')), folder);
}

async function packed(cwd: string, folder: string): Promise<Packed> {
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const { stdout } = await run('npm', pack, { cwd, maxBuffer: 1 << 24 });
  const [{ filename, files }] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  return { tarball: join(folder, filename), files: files.map(({ path }) => path) };
}

/** Puts a packed package where an `npm install` of it puts it. */
async function unpack(tarball: string, modules: string, name: string): Promise<void> {
  const target = join(modules, name);
  await mkdir(target, { recursive: true });
  await run('tar', ['-xzf', tarball, '-C', target, '--strip-components=1']);
}

/**
 * Both packages in an empty folder, without a registry: what they depend on is this project's. Without `report`, nothing that
 * only the report needs is there. @returns the folder.
 */
export async function installPackages({ report }: { readonly report: boolean }): Promise<string> {
  const app = await mkdtemp(join(tmpdir(), 'installed-'));
  const modules = join(app, 'node_modules');
  await unpack((await pack(app)).tarball, modules, 'pipeline-worker');
  if (report) await unpack((await packReport(app)).tarball, modules, 'pipeline-worker-report');
  const kits = await dependenciesIn('package.json');
  const missing = (await dependenciesIn('packages/report/package.json')).filter((name) => !kits.includes(name));
  await linkModules(modules, report ? [] : missing.map((name) => name.split('/')[0] ?? ''));
  return app;
}

async function dependenciesIn(manifest: string): Promise<string[]> {
  const { dependencies } = JSON.parse(await readFile(join(root, manifest), 'utf8')) as { dependencies: object };
  return Object.keys(dependencies);
}

async function linkModules(modules: string, except: readonly string[] = []): Promise<void> {
  const installed = (await readdir(join(root, 'node_modules'))).filter(
    (entry) => !entry.startsWith('.') && !except.includes(entry),
  );
  await Promise.all(installed.map((entry) => symlink(join(root, 'node_modules', entry), join(modules, entry))));
}

/**
 * An example beside the packed package, as a newcomer has it after `npm install`, but without a registry: the package from
 * its tarball, its dependencies from this project. @returns its folder.
 */
export async function installExample(name: string): Promise<string> {
  const app = await mkdtemp(join(tmpdir(), `${name}-`));
  const modules = join(app, 'node_modules');
  await unpack((await pack(app)).tarball, modules, 'pipeline-worker');
  const manifest = await readFile(join(root, 'examples', name, 'package.json'), 'utf8');
  if (manifest.includes('"pipeline-worker-report"')) {
    await unpack((await packReport(app)).tarball, modules, 'pipeline-worker-report');
  }
  await linkModules(modules);
  await cp(join(root, 'examples', name), app, {
    recursive: true,
    filter: (path) => !/node_modules|dist$/.test(path.slice(root.length)),
  });
  return app;
}

/** What `npm run build` does in an example. @returns what the compiler said. */
export async function compileExample(app: string): Promise<string> {
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { stdout, stderr } = await run(process.execPath, [compiler], { cwd: app }).catch((error: unknown) => {
    return error as { stdout: string; stderr: string };
  });
  return stdout + stderr;
}

/** Makes `cache` a cache of its own, in which no other test's servers are found; the binaries are shared. */
export function makeCache(cache: string): void {
  const binaries = join(resolve(process.env['PIPELINE_CACHE_DIR'] ?? join(root, '.pipeline-worker')), 'bin');
  mkdirSync(binaries, { recursive: true });
  mkdirSync(cache);
  symlinkSync(binaries, join(cache, 'bin'));
}
