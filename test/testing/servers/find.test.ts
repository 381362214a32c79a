import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Binary } from '../../../testing/servers/binaries';
import { firstOf, waysTo } from '../../../testing/servers/find';
import { ownCache } from './folder';

const cache = ownCache();
const bin = join(cache, 'on-path');
const binary: Binary = {
  names: ['fake-a', 'fake-b'],
  pathVariable: 'FAKE_SERVER_PATH',
  version: '1.0',
  wheel: { project: 'fake-bin', version: '1.0', member: 'x', sha256: {}, pipArguments: [] },
};
const oldPath = process.env['PATH'];

beforeEach(() => {
  process.env['PATH'] = bin;
});

afterEach(() => {
  process.env['PATH'] = oldPath;
  delete process.env['FAKE_SERVER_PATH'];
});

function program(path: string, mode = 0o755): string {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, '#!/bin/sh\n', { mode });
  return path;
}

test('when nothing is to be had, the error lists every way with its reason, and what to do', async () => {
  const finding = firstOf('fake server', waysTo(binary, cache), 'Install one.');
  await expect(finding).rejects.toThrow(
    [
      'No fake server to be had.',
      '  - FAKE_SERVER_PATH: not found',
      '  - fake-a or fake-b on PATH: not found',
      `  - cache (${join(cache, 'bin', 'fake-a-1.0')}): not found`,
      `  - PyPI wheel fake-bin 1.0: fake-bin 1.0 is not pinned for ${process.platform}-${process.arch}`,
      'Install one.',
    ].join('\n'),
  );
});

test('the path variable comes before PATH, PATH before the cache', async () => {
  const cached = program(join(cache, 'bin', 'fake-a-1.0'));
  expect(await firstOf('x', waysTo(binary, cache), '')).toEqual({ path: cached, source: `cache (${cached})` });
  const onPath = program(join(bin, 'fake-b'));
  expect(await firstOf('x', waysTo(binary, cache), '')).toEqual({ path: onPath, source: `PATH (${onPath})` });
  const named = program(join(cache, 'named'));
  process.env['FAKE_SERVER_PATH'] = named;
  expect(await firstOf('x', waysTo(binary, cache), '')).toEqual({ path: named, source: `FAKE_SERVER_PATH (${named})` });
});

test('a path variable that names no program is reported, not passed over in silence', async () => {
  process.env['FAKE_SERVER_PATH'] = program(join(cache, 'not-executable'), 0o644);
  const [byVariable] = waysTo(binary, cache);
  await expect(byVariable?.get()).rejects.toThrow('is not an executable file');
});

test('a program on PATH that is turned down is passed over', async () => {
  program(join(bin, 'fake-b'));
  const [, byPath] = waysTo(binary, cache, () => Promise.resolve(false));
  expect(await byPath?.get()).toBeUndefined();
});
