import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { identify, isRunning } from '../../../testing/servers/identity';

test('a running process is recognised by pid and start', () => {
  const identity = identify(process.pid);
  expect(identity.start).toBeDefined();
  expect(isRunning(identity)).toBe(true);
});

test('a pid that was used again is not the process that was meant', () => {
  const { start } = identify(process.pid);
  expect(isRunning({ pid: process.pid, start: `${start}1` })).toBe(false);
});

test('a process whose start the system does not tell counts as not running, so that it is never touched', () => {
  expect(isRunning({ pid: process.pid })).toBe(false);
});

test('a process that has ended is not running', async () => {
  const child = spawn('sleep', ['60']);
  const identity = identify(child.pid ?? 0);
  expect(isRunning(identity)).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isRunning(identity)).toBe(false);
});
