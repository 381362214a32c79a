import { createServer, type AddressInfo } from 'node:net';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { identify, isRunning } from '../../../testing/servers/identity';
import { freePorts } from '../../../testing/servers/ports';
import { startServer, type ServerProcess } from '../../../testing/servers/serverProcess';
import { until } from '../../kit/driver';
import { ownCache } from './folder';

const cache = ownCache();
const ready = { isReady: () => Promise.resolve(true), graceMs: 0 };

test('a started server has a temp folder and a note, and both are gone with it after stop', async () => {
  let folder = '';
  const server = await startServer('fake', cache, (tempDir) => {
    folder = tempDir;
    return Promise.resolve({ program: 'sleep', arguments: ['60'], ...ready });
  });
  const identity = identify(server.pid);
  expect(isRunning(identity)).toBe(true);
  expect(existsSync(folder)).toBe(true);
  expect(readdirSync(join(cache, 'servers'))).toEqual([`${server.pid}.json`]);
  await Promise.all([server.stop(), server.stop()]);
  expect(isRunning(identity)).toBe(false);
  expect(existsSync(folder)).toBe(false);
  expect(readdirSync(join(cache, 'servers'))).toEqual([]);
});

test('a server that ends before it is ready fails with its last log lines and leaves nothing', async () => {
  let folder = '';
  let tries = 0;
  const script = 'echo "cannot open the vault" >&2; exit 3';
  const starting = startServer('fake', cache, (tempDir) => {
    tries += 1;
    folder = tempDir;
    return Promise.resolve({
      program: 'sh',
      arguments: ['-c', script],
      graceMs: 0,
      isReady: () => Promise.resolve(false),
    });
  });
  await expect(starting).rejects.toThrow(/ended with 3\. Its last log lines:\ncannot open the vault/);
  expect(tries).toBe(1);
  expect(existsSync(folder)).toBe(false);
  expect(readdirSync(join(cache, 'servers'))).toEqual([]);
});

describe('of a server that ends later', () => {
  const said = jest.fn();
  beforeEach(() => void jest.spyOn(process.stderr, 'write').mockImplementation((text) => said(text) === undefined));
  afterEach(() => jest.restoreAllMocks());
  const ending = (how: string): Promise<ServerProcess> => {
    const command = { program: 'sh', arguments: ['-c', `sleep 0.2; ${how}`], ...ready };
    return startServer('fake', cache, () => Promise.resolve(command));
  };

  test('a crash is told, with its last log lines', async () => {
    const server = await ending('echo "no room"; exit 3');
    await until(
      () => said.mock.calls.length,
      (count) => count > 0,
    );
    await server.stop();
    expect(said.mock.calls).toEqual([[expect.stringMatching(/^sh \(\d+\) ended by itself with 3\..*\nno room\n$/)]]);
  });

  test.each(['kill -KILL $$', 'kill -TERM $$', 'exit 0'])('nothing is told where it was asked to: %s', async (how) => {
    said.mockClear();
    const server = await ending(how);
    const identity = identify(server.pid);
    await until(
      () => isRunning(identity),
      (isStill) => !isStill,
    );
    await new Promise((resolve) => void setImmediate(resolve));
    await server.stop();
    expect(said).not.toHaveBeenCalled();
  });
});

test('a program that does not exist fails with its name', async () => {
  const command = { program: '/no/such/program', arguments: [], ...ready };
  await expect(startServer('fake', cache, () => Promise.resolve(command))).rejects.toThrow(
    'Cannot start /no/such/program',
  );
});

/** Starts a server that says this and ends; says how often, and how the last try failed. */
async function failing(script: string): Promise<{ tries: number; message: string }> {
  let tries = 0;
  const command = {
    program: 'sh',
    arguments: ['-c', script],
    graceMs: 0,
    isReady: () => Promise.resolve(false),
  };
  const starting = startServer('fake', cache, () => {
    tries += 1;
    return Promise.resolve(command);
  });
  const message = await starting.then(
    () => 'it started',
    (error: unknown) => String(error),
  );
  return { tries, message };
}

test('a taken port is answered with another try, three in all', async () => {
  const { tries, message } = await failing('echo "bind: Address already in use"; exit 1');
  expect(message).toContain('Address already in use');
  expect(tries).toBe(3);
});

test('so is a crash at the start, whose reason is shown though a long trace stands below it', async () => {
  const trace =
    'echo "panic: no free port"; for i in 1 2 3 4 5 6 7 8 9; do echo "goroutine $i"; echo "  at $i"; done; exit 2';
  const { tries, message } = await failing(trace);
  expect(message).toMatch(/ended with 2\. Its last log lines:\npanic: no free port\n\.\.\.\n/);
  expect(message).toContain('goroutine 9');
  expect(message).not.toContain('goroutine 1\n');
  expect(tries).toBe(3);
});

test('a taken port that was said long before the end is seen', async () => {
  const { tries } = await failing('echo "address already in use"; seq 1 40; exit 1');
  expect(tries).toBe(3);
});

const keepers = (pid: number): number =>
  execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).match(new RegExp(` keeper ${pid} `, 'g'))?.length ?? 0;

test('what watches over a server goes with it, when it is stopped and when it ends by itself', async () => {
  const stopped = await startServer('fake', cache, () =>
    Promise.resolve({ program: 'sleep', arguments: ['60'], ...ready }),
  );
  expect(keepers(stopped.pid)).toBe(1);
  await stopped.stop();
  expect(keepers(stopped.pid)).toBe(0);
  const short = await startServer('fake', cache, () =>
    Promise.resolve({ program: 'sleep', arguments: ['0.2'], ...ready }),
  );
  await until(
    () => keepers(short.pid),
    (count) => count === 0,
  );
  await short.stop();
  expect(isRunning(identify(short.pid))).toBe(false);
});

test('free ports differ and can be listened on', async () => {
  const ports = await freePorts(4);
  expect(new Set(ports).size).toBe(4);
  const server = createServer().listen(ports[0], '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  expect((server.address() as AddressInfo).port).toBe(ports[0]);
  await new Promise((closed) => server.close(closed));
});
