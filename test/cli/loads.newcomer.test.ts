/** A command takes as long to start as what it loads: the SDK's worker, its bundler with it, is for commands that work themselves. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../docs/titles';

const MAIN = join(root, 'dist', 'cli', 'main.js');
const COUNTING = `
  import { createRequire } from 'node:module';
  const { cache } = createRequire(${JSON.stringify(MAIN)});
  process.on('exit', () => {
    const loaded = (name) => Object.keys(cache).filter((path) => path.includes('node_modules/' + name)).length;
    console.log('files of the SDK worker: ' + loaded('@temporalio/worker/'));
    console.log('files of SDK and Redis: ' + (loaded('@temporalio/') + loaded('ioredis/')));
  });
`;

/** @returns what the command wrote to stdout. */
async function outOf(args: readonly string[]): Promise<string> {
  const { TEMPORAL_ADDRESS: _t, REDIS_URL: _r, ...env } = process.env;
  const all = ['--import', `data:text/javascript,${encodeURIComponent(COUNTING)}`, MAIN, ...args];
  const ended = promisify(execFile)(process.execPath, all, { env });
  // Without servers some end with 5, which is all the same here.
  const { stdout } = await ended.catch((error: unknown) => error as { stdout: string });
  return stdout;
}

test.each([['--help'], ['list'], ['inspect', 'any'], ['doctor'], ['watch', 'any'], ['locks']])(
  '%s loads no worker of the SDK',
  async (...args) => {
    await expect(outOf(args)).resolves.toMatch(/files of the SDK worker: 0$/m);
  },
);

test.each([['--help'], ['report', '--help'], ['list', '--jsn'], ['retry'], ['completion', 'bash']])(
  '%s %s loads nothing of the SDK, nor what speaks to Redis',
  async (...args) => {
    await expect(outOf(args)).resolves.toMatch(/files of SDK and Redis: 0$/m);
  },
);

test('a replay does, so that what is counted is there', async () => {
  await expect(outOf(['replay', '--file', 'nowhere.json'])).resolves.toMatch(/files of the SDK worker: [1-9]/);
  await expect(outOf(['list'])).resolves.toMatch(/files of SDK and Redis: [1-9]/);
});

test('the worker of the report loads what tells languages with the first text that it reads', async () => {
  const script = `
    require('${join(root, 'dist', 'worker', 'report.js')}');
    const { detect } = require('${join(root, 'dist', 'activities', 'report', 'tinyld.js')}');
    const loaded = () => Object.keys(require.cache).filter((path) => path.includes('node_modules/tinyld/')).length > 0;
    console.log(loaded(), detect('Wir brauchen mehr sichere Radwege in der ganzen Stadt.'), loaded());`;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script]);
  expect(stdout).toBe('false de true\n');
});
