/** What runs the tests that judge: it has no words of Jest but those that they use. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../copy';

const own = readFileSync(join(__dirname, 'testFiles.mjs'), 'utf8');
const fast = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
  .filter((file) => /^[^.]+\.test\.ts$/.test(file) && !file.startsWith('sabotage'))
  .map((file) => readFileSync(join(root, 'test', file), 'utf8'));

test('every word of Jest that a fast test uses is known to what runs it with something broken', () => {
  const used = new Set(fast.flatMap((text) => [...text.matchAll(/\bjest\.([a-z]\w*)[(<]/g)].map(([, word]) => word)));
  expect(used.size).toBeGreaterThan(9);
  expect([...used].filter((word) => !new RegExp(`^ +${word}: `, 'm').test(own))).toEqual([]);
});
