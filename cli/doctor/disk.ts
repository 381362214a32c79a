import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { cacheDir } from '../../testing/servers/cache';
import { note, ok, wrong } from './finding';
import type { Finding } from './finding';

const MB = 1024 * 1024;
/** Downloads and data of the embedded servers take about 400 MB. */
const ENOUGH_MB = 1024;
const LEAST_MB = 200;

/** Where the embedded servers and their programs lie. */
export async function checkDisk(): Promise<Finding[]> {
  const folder = cacheDir();
  const { bavail, bsize } = await statfs(existing(folder));
  return [diskVerdict(folder, Math.floor((bavail * bsize) / MB))];
}

export function diskVerdict(folder: string, freeMb: number): Finding {
  const text = `${freeMb} MB are free for ${folder}`;
  const remedy = 'Make room, or set PIPELINE_CACHE_DIR to a folder elsewhere.';
  if (freeMb < LEAST_MB) return wrong('disk', text, remedy);
  return freeMb < ENOUGH_MB ? note('disk', text, remedy) : ok('disk', text);
}

const existing = (path: string): string => (existsSync(path) ? path : existing(dirname(path)));
