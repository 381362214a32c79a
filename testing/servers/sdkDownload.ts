import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { messageOf } from './errors';
import type { Binary } from './binaries';
import { binDir, makeFolder } from './cache';
import { cachedPath } from './download';

const run = promisify(execFile);
const downloadTimeoutMs = 300_000;

// In a process of its own: the SDK's native runtime may be installed only once a process, and that is the worker's right.
const script = `
const { TestWorkflowEnvironment } = require(process.argv[1]);
const server = { executable: { type: 'cached-download', version: 'default', downloadDir: process.argv[3] } };
TestWorkflowEnvironment[process.argv[2]]({ server })
  .then((environment) => environment.teardown())
  .catch((error) => { console.error(error.message); process.exit(1); });
`;

/**
 * Lets the Temporal SDK (`@temporalio/testing`) download the version that it was built for, starts it once as the SDK does,
 * and puts the program into the cache. Its integrity is the SDK's affair (TLS, no pinned sha256).
 * Fails when `@temporalio/testing` is not installed or the download does.
 */
export async function downloadWithSdk(
  binary: Binary,
  cache: string,
  create: 'createLocal' | 'createTimeSkipping',
): Promise<string> {
  const sdk = resolveSdk();
  const folder = await makeFolder(binDir(cache));
  const work = await mkdtemp(join(folder, '.download-'));
  process.stderr.write(`Downloading ${binary.names[0]} with @temporalio/testing (the SDK's own download) …\n`);
  try {
    await run(process.execPath, ['-e', script, sdk, create, work], { timeout: downloadTimeoutMs }).catch(
      (error: unknown) => {
        throw new Error(`the SDK could not download or start it: ${lastLineOf(messageOf(error))}`, { cause: error });
      },
    );
    const [file] = await readdir(work);
    if (file === undefined) throw new Error(`the SDK left nothing in ${work}`);
    await chmod(join(work, file), 0o755);
    const target = cachedPath(binary, cache);
    await rename(join(work, file), target);
    return target;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function lastLineOf(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

function resolveSdk(): string {
  try {
    return require.resolve('@temporalio/testing');
  } catch (error) {
    throw new Error('@temporalio/testing is not installed (npm install --save-dev @temporalio/testing)', {
      cause: error,
    });
  }
}
