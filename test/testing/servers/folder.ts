import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { binDir, cacheDir } from '../../../testing/servers/cache';
import { readRegistry, removeTempFolder } from '../../../testing/servers/registry';
import { stopProcess } from '../../../testing/servers/stop';

/**
 * A cache folder for one test file, used by everything that reads `PIPELINE_CACHE_DIR`; removed after the tests.
 * `sharesPrograms`: downloaded programs are those of the project's cache, so that each is fetched once.
 */
export function ownCache(o: { sharesPrograms?: boolean } = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'servers-test-'));
  if (o.sharesPrograms === true) {
    mkdirSync(binDir(cacheDir()), { recursive: true });
    symlinkSync(binDir(cacheDir()), binDir(folder));
  }
  const before = process.env['PIPELINE_CACHE_DIR'];
  process.env['PIPELINE_CACHE_DIR'] = folder;
  afterAll(async () => {
    if (before === undefined) delete process.env['PIPELINE_CACHE_DIR'];
    else process.env['PIPELINE_CACHE_DIR'] = before;
    // With the folder go the notes, and with them the only way to find a server that a failed test has left running.
    for (const { record } of await readRegistry(folder)) {
      await stopProcess(record.server);
      await removeTempFolder(record.tempDir);
    }
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}
