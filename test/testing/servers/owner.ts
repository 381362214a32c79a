import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { transformFileSync } from '@swc/core';

const sources = resolve('testing/servers');

/** Another process that has started a Redis: it can be killed, which the test itself cannot. */
export async function redisOwner(
  cache: string,
  afterwards: string,
): Promise<{ owner: ChildProcess; redisPid: number }> {
  const script = `require(process.argv[1]).startRedis().then((redis) => { console.log(redis.pid); ${afterwards} })`;
  const owner = spawn(process.execPath, ['-e', script, join(compile(cache), 'redis.js')], {
    env: { ...process.env, NODE_PATH: resolve('node_modules') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(owner.stdout, 'data')) as [Buffer];
  return { owner, redisPid: Number(line.toString()) };
}

/** Plain Node does not read TypeScript. */
function compile(cache: string): string {
  const target = join(cache, 'compiled');
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(sources)) {
    const { code } = transformFileSync(join(sources, name), {
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
      module: { type: 'commonjs' },
    });
    writeFileSync(join(target, `${basename(name, '.ts')}.js`), code);
  }
  return target;
}
