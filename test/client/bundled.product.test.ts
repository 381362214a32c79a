/** A web program whose framework has bundled the client (Next.js, webpack) has one file, and nothing beside it. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { startRedis } from '../../testing/servers/redis';
import { root } from '../docs/titles';

type Webpack = (config: object, done: (error: Error | null, stats?: { hasErrors(): boolean }) => void) => void;
const webpack = createRequire(require.resolve('@temporalio/worker/package.json'))('webpack') as Webpack;

test('a bundled client and its locks load and work without any file beside them', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bundled-'));
  const redis = await startRedis();
  try {
    const entry = join(folder, 'program.js');
    const [client, locks] = ['client/index.js', 'redis/public.js'].map((file) =>
      JSON.stringify(join(root, 'dist', file)),
    );
    writeFileSync(
      entry,
      `const { connect } = require(${client});
       const { openStore } = require(${locks});
       async function main() {
         const error = await connect({ temporal: { connectionOptions: { address: '127.0.0.1:1' } } }).catch((thrown) => thrown);
         const store = await openStore({ url: process.argv[2], namespace: 'test', prefix: 'bundled' });
         const token = await store.withLock('list', async (lock) => lock.token);
         await store.close();
         console.log(error.name, token > 0);
       }
       main();`,
    );
    const config = { entry, mode: 'production', target: 'node', output: { path: folder, filename: 'bundle.js' } };
    const stats = await new Promise<{ hasErrors(): boolean } | undefined>((resolve, reject) => {
      webpack(config, (error, done) => (error ? reject(error) : resolve(done)));
    });
    expect(stats?.hasErrors()).toBe(false);
    rmSync(entry);
    const { stdout } = await promisify(execFile)(process.execPath, ['bundle.js', redis.url], { cwd: folder });
    expect(stdout).toBe('TemporalUnreachable true\n');
  } finally {
    const raw = new Redis(redis.url);
    await raw.unlink(...(await raw.keys('bundled:*')));
    await raw.quit();
    await redis.stop();
    rmSync(folder, { recursive: true });
  }
});
