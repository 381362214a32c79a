/** An S3 store for tests: moto (PyPI), which honours conditional writes as AWS does, of requests that come one after another. */
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

/**
 * Requests are served one at a time: moto looks at `If-Match` and then writes, without a lock, so that of two writers at once both can win, which
 * no S3 allows. (With `sys.setswitchinterval(1e-6)` its threads do so within forty rounds of the test, and not behind this lock.)
 */
const ONE_AT_A_TIME = `
import sys, threading
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import run_simple

moto = DomainDispatcherApplication(create_backend_app)
turn = threading.Lock()

def serve(environ, start_response):
    with turn:
        return list(moto(environ, start_response))

run_simple("127.0.0.1", int(sys.argv[1]), serve, threaded=True)
`;

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
      arguments: [`PYTHONPATH=${path}`, 'python3', '-c', ONE_AT_A_TIME, String(port)],
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
