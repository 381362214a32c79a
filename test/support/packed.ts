/** The package as others get it. */
import { execFile } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

/** By the package's own name: this file also runs from the build. */
const root = dirname(require.resolve('pipeline-worker/package.json'));
const run = promisify(execFile);

/** Packs the build into `folder`. */
export async function pack(folder: string): Promise<{ tarball: string; files: readonly string[] }> {
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const { stdout } = await run('npm', pack, { cwd: root, maxBuffer: 1 << 24 });
  const [{ filename, files }] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  return { tarball: join(folder, filename), files: files.map(({ path }) => path) };
}

/**
 * An example beside the packed package, as a newcomer has it after `npm install`, but without a registry: the package from
 * its tarball, its dependencies from this project. @returns its folder.
 */
export async function installExample(name: string): Promise<string> {
  const app = await mkdtemp(join(tmpdir(), `${name}-`));
  const { tarball } = await pack(app);
  const modules = join(app, 'node_modules');
  const target = join(modules, 'pipeline-worker');
  await mkdir(target, { recursive: true });
  await run('tar', ['-xzf', tarball, '-C', target, '--strip-components=1']);
  const installed = (await readdir(join(root, 'node_modules'))).filter((entry) => !entry.startsWith('.'));
  await Promise.all(installed.map((entry) => symlink(join(root, 'node_modules', entry), join(modules, entry))));
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
