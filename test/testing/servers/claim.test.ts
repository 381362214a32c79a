import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { claimFolder } from '../../../testing/servers/claim';
import { ownCache } from './folder';

const cache = ownCache();

test('a data folder has one user at a time', async () => {
  const dir = join(cache, 'data');
  const release = await claimFolder(dir);
  await expect(claimFolder(dir)).rejects.toThrow(`${dir} is in use by the servers of process ${process.pid}.`);
  await release();
  const releaseAgain = await claimFolder(dir);
  await releaseAgain();
  expect(existsSync(join(dir, 'claimed-by.json'))).toBe(false);
});

test.each([
  ['of a dead process', JSON.stringify({ pid: process.pid, start: 'another time' })],
  ['that nobody wrote whole', '{"pid":'],
])('a claim %s is taken over', async (_, content) => {
  const dir = join(cache, 'stale');
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'claimed-by.json'), content);
  const release = await claimFolder(dir);
  await expect(claimFolder(dir)).rejects.toThrow('is in use');
  await release();
});
