/** `report` without any server configured: it starts its own, and an interrupted one goes on where it was. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { makeCache } from '../support/packed';

const root = resolve(__dirname, '..', '..');
const main = join(root, 'dist', 'cli', 'main.js');
const sample = join(root, 'examples', 'comments.csv');
const TIMES = 16;
const folder = mkdtempSync(join(tmpdir(), 'pipeline-embedded-'));

const cache = join(folder, 'cache');
makeCache(cache);
const env: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: '1', PIPELINE_CACHE_DIR: cache };
delete env['TEMPORAL_ADDRESS'];
delete env['REDIS_URL'];

function launch(...args: string[]): { child: ChildProcess; said(pattern: RegExp): Promise<RegExpExecArray> } {
  const child = spawn(process.execPath, [main, ...args], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let text = '';
  const closed = once(child, 'close');
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return {
    child,
    async said(pattern) {
      for (;;) {
        const found = pattern.exec(text);
        if (found) return found;
        if (child.exitCode !== null) throw new Error(`the command ended without saying ${pattern.source}:\n${text}`);
        await Promise.race([once(child.stderr, 'data'), closed]);
      }
    },
  };
}

/**
 * The sample several times over, no two comments the same, and none of which an earlier report has kept the vectors: long enough for a
 * report of it to be stopped in the middle, however fast the machine is.
 */
function longComments(how: string): string {
  const [, header = '', rows = ''] = /^(.*\n)([^]*)$/.exec(readFileSync(sample, 'utf8')) ?? [];
  const repeated = Array.from({ length: TIMES }, (_, time) =>
    rows.replaceAll(/^(m\d+),("?)/gm, `$1-${time},$2${how} ${time} `),
  );
  const path = join(folder, `${how}.csv`);
  writeFileSync(path, header + repeated.join(''));
  return path;
}

afterAll(() => rmSync(folder, { recursive: true }));

test('the demo needs nothing set up, and its Web UI link answers while it runs', async () => {
  const out = join(folder, 'demo');
  const demo = launch('report', sample, '--id', 'demo', '--out', out, '--memory');
  const [, link = ''] = await demo.said(/watch it: (\S+)/);
  const page = await fetch(link);
  expect(demo.child.exitCode).toBeNull();
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('<html');
  expect(await once(demo.child, 'exit')).toEqual([0, null]);
  expect(existsSync(join(out, 'report.html'))).toBe(true);
});

test.each([
  ['interrupted', 'SIGINT', [130, null]],
  ['killed', 'SIGKILL', [null, 'SIGKILL']],
] as const)('a report that was %s goes on where it was, its id and finished items kept', async (how, signal, ended) => {
  const out = join(folder, signal);
  const args = ['report', longComments(how), '--id', `resumed-${signal}`, '--out', out] as const;
  const first = launch(...args);
  await first.said(/report\.embed +running +[1-9]/);
  first.child.kill(signal);
  expect(await once(first.child, 'exit')).toEqual(ended);
  expect(existsSync(out)).toBe(false);
  const second = launch(...args);
  await second.said(/\((attached|resumed)\)/);
  expect(await once(second.child, 'exit')).toEqual([0, null]);
  const run = JSON.parse(readFileSync(join(out, 'run.json'), 'utf8')) as {
    inputs: { total: number };
    status: string;
  };
  expect(run).toMatchObject({ status: 'ok', inputs: { total: 154 * TIMES, failed: 0 } });
});
