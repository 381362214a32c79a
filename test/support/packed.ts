/** The package as others get it. */
import { execFile } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const root = resolve(__dirname, '..', '..');

/** Packs the build into `folder`. */
export async function pack(folder: string): Promise<{ tarball: string; files: readonly string[] }> {
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const { stdout } = await promisify(execFile)('npm', pack, { cwd: root, maxBuffer: 1 << 24 });
  const [{ filename, files }] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  return { tarball: join(folder, filename), files: files.map(({ path }) => path) };
}

/** Makes `cache` a cache of its own, in which no other test's servers are found; the binaries are shared. */
export function makeCache(cache: string): void {
  const binaries = join(resolve(process.env['PIPELINE_CACHE_DIR'] ?? join(root, '.pipeline-worker')), 'bin');
  mkdirSync(binaries, { recursive: true });
  mkdirSync(cache);
  symlinkSync(binaries, join(cache, 'bin'));
}
