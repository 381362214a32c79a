/**
 * The headless Chromium inside the npm package @sparticuz/chromium. Its own `executablePath()` is not used: it takes
 * whatever lies at /tmp/chromium, and two processes that call it at once spoil each other's file.
 */
import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createBrotliDecompress } from 'node:zlib';
import { binDir, makeFolder } from '../../testing/servers/cache';
import { claimFolder } from '../../testing/servers/claim';

/** Where npm put the package, whose entry is `build/cjs/index.cjs`. Throws when it is not installed. */
export const packageFolder = (): string => join(dirname(require.resolve('@sparticuz/chromium')), '..', '..');

/** It takes 2 to 3 s on a quiet machine; a loaded one, or another process that is at it, may take longer. */
const UNPACK_WITHIN_MS = 100_000;
const ASK_AGAIN_MS = 100;

/** The fonts of the machine, where it has any, and those of the package beside this file. */
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir prefix="relative">fonts</dir>
</fontconfig>
`;

export interface PackagedChromium {
  readonly path: string;
  /** What has to be added to its environment: the libraries and fonts that come with it. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * The program, unpacked into the cache: once, however many processes ask at the same time, and whole or not at all.
 * Rejects where the package is missing, damaged or for another platform, and where the cache cannot be written.
 */
export async function packagedChromium(folder: string, cache: string): Promise<PackagedChromium> {
  if (`${process.platform}-${process.arch}` !== 'linux-x64') {
    throw new Error(`holds a program for linux-x64, this is ${process.platform}-${process.arch}`);
  }
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  const place = await makeFolder(join(binDir(cache), `chromium-${version}`));
  const ready = join(place, 'ready');
  const deadline = performance.now() + UNPACK_WITHIN_MS;
  while (!existsSync(ready)) await unpackUnlessOthersDo(folder, place, ready, deadline);
  const libraries = [join(ready, 'lib'), process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':');
  return {
    path: join(ready, 'chromium'),
    env: { LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: join(ready, 'fonts.conf') },
  };
}

async function unpackUnlessOthersDo(folder: string, place: string, ready: string, deadline: number): Promise<void> {
  let release: () => Promise<void>;
  try {
    release = await claimFolder(place);
  } catch (error) {
    if (performance.now() > deadline) throw error;
    await sleep(ASK_AGAIN_MS);
    return;
  }
  try {
    if (!existsSync(ready)) await unpack(join(folder, 'bin'), join(place, 'unpacking'), ready);
  } finally {
    await release();
  }
}

async function unpack(packed: string, unfinished: string, ready: string): Promise<void> {
  process.stderr.write(`Unpacking Chromium from ${packed} into ${ready} …\n`);
  // A process that was killed here may have left a part.
  await rm(unfinished, { recursive: true, force: true });
  try {
    await mkdir(unfinished);
    await decompress(join(packed, 'chromium.br'), join(unfinished, 'chromium'), 0o755);
    // Named after the system they were built for; they need nothing but glibc.
    await untar(packed, 'al2023.tar', unfinished);
    await untar(packed, 'fonts.tar', unfinished);
    await writeFile(join(unfinished, 'fonts.conf'), FONTS);
    await rename(unfinished, ready);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

const decompress = (from: string, to: string, mode = 0o644): Promise<void> =>
  pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to, { mode }));

async function untar(packed: string, name: string, folder: string): Promise<void> {
  const file = join(folder, name);
  await decompress(join(packed, `${name}.br`), file);
  await promisify(execFile)('tar', ['-x', '--no-same-owner', '-f', file, '-C', folder]);
  await rm(file);
}
