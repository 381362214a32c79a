/** An S3 store for tests: moto (PyPI), which honours conditional writes as AWS does. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { cacheDir } from '../../testing/servers/cache';
import { freePorts } from '../../testing/servers/ports';
import { startServer } from '../../testing/servers/serverProcess';

const run = promisify(execFile);
/** What `moto[server]` needs for S3 alone: a tenth of its 300 MB. */
const PACKAGES = ['moto[s3]==5.2.1', 'flask==3.1.3', 'flask-cors==6.0.2'];

/** From the cache, else from PyPI. @returns the folder that Python is to look in. */
async function installed(): Promise<string> {
  const folder = join(cacheDir(), 'moto-5.2.1');
  if (existsSync(join(folder, 'moto', 'server.py'))) return folder;
  const pip = ['-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check', '--target', folder];
  await run('python3', [...pip, ...PACKAGES]).catch((error: unknown) => {
    throw new Error('moto, the S3 store of this test, cannot be installed: Python 3 with pip and PyPI are needed', {
      cause: error,
    });
  });
  return folder;
}

export interface Moto {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** With one bucket of that name. */
export async function startMoto(bucket: string): Promise<Moto> {
  const folder = await installed();
  let endpoint = '';
  const path = [folder, process.env['PYTHONPATH'] ?? ''].filter((part) => part !== '').join(delimiter);
  const server = await startServer('moto', cacheDir(), async () => {
    const [port] = await freePorts(1);
    endpoint = `http://127.0.0.1:${port}`;
    return {
      program: 'env',
      arguments: [`PYTHONPATH=${path}`, 'python3', '-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)],
      graceMs: 0,
      isReady: () =>
        fetch(`${endpoint}/moto-api/`).then(
          ({ ok }) => ok,
          () => false,
        ),
    };
  });
  const made = await fetch(`${endpoint}/${bucket}`, { method: 'PUT' });
  if (!made.ok) throw new Error(`moto made no bucket: ${made.status}`);
  return { endpoint, stop: () => server.stop() };
}
