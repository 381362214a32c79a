import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identify } from '../../../testing/servers/identity';
import { reapOrphans, register, tempFolderPrefix, type ServerRecord } from '../../../testing/servers/registry';
import { ownCache } from './folder';

const cache = ownCache();
const registry = join(cache, 'servers');
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(registry, { recursive: true, force: true });
});

/** Stands for a server: it runs until somebody stops it. */
function fakeServer(): ChildProcess & { pid: number } {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  children.push(child);
  if (child.pid === undefined) throw new Error('sleep did not start');
  return Object.assign(child, { pid: child.pid });
}

function writeRecord(record: Partial<ServerRecord> & Pick<ServerRecord, 'server'>): string {
  mkdirSync(registry, { recursive: true });
  const path = join(registry, `${record.server.pid}.json`);
  const owner = { pid: 1, start: 'an owner that is dead' };
  writeFileSync(path, JSON.stringify({ kind: 'fake', owner, startedAt: '', tempDir: '/nowhere', ...record }));
  return path;
}

test('a server whose owner is dead is stopped, and its temp folder and note are removed', async () => {
  const server = fakeServer();
  const tempDir = mkdtempSync(`${tempFolderPrefix}fake-`);
  const path = writeRecord({ server: identify(server.pid), tempDir });
  const ended = once(server, 'exit');
  const orphans = await reapOrphans(cache);
  expect(orphans.map((orphan) => orphan.server.pid)).toEqual([server.pid]);
  await ended;
  expect(existsSync(tempDir)).toBe(false);
  expect(existsSync(path)).toBe(false);
});

test('a server whose owner lives is left alone', async () => {
  const server = fakeServer();
  const path = writeRecord({ server: identify(server.pid), owner: identify(process.pid) });
  expect(await reapOrphans(cache)).toEqual([]);
  expect(identify(server.pid).start).toBeDefined();
  expect(existsSync(path)).toBe(true);
});

test('a process that got the pid of a dead server is never touched; only the note goes', async () => {
  const innocent = fakeServer();
  const path = writeRecord({ server: { pid: innocent.pid, start: 'another time' } });
  await reapOrphans(cache);
  expect(identify(innocent.pid).start).toBeDefined();
  expect(existsSync(path)).toBe(false);
});

test('a folder that is not a temp folder of a server is not removed, whatever a note says', async () => {
  const precious = mkdtempSync(join(tmpdir(), 'precious-'));
  writeRecord({ server: { pid: 999_999_999 }, tempDir: precious });
  writeRecord({
    server: { pid: 999_999_998 },
    tempDir: `${tempFolderPrefix}x/../${precious.slice(tmpdir().length + 1)}`,
  });
  await reapOrphans(cache);
  expect(existsSync(precious)).toBe(true);
  rmSync(precious, { recursive: true });
});

test('a file that is not a note is ignored', async () => {
  mkdirSync(registry, { recursive: true });
  writeFileSync(join(registry, '1.json'), '{"server":');
  expect(await reapOrphans(cache)).toEqual([]);
});

test('a note names the owner, and can be taken back', async () => {
  const server = fakeServer();
  const unregister = await register(cache, { kind: 'fake', server: identify(server.pid), tempDir: '/nowhere' });
  expect(readdirSync(registry)).toEqual([`${server.pid}.json`]);
  expect(await reapOrphans(cache)).toEqual([]);
  await unregister();
  expect(readdirSync(registry)).toEqual([]);
});
