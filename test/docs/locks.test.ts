import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isTitle, root } from './titles';

test('each row of the table in docs/locks.md names a test that exists', () => {
  const page = readFileSync(join(root, 'docs', 'locks.md'), 'utf8');
  const named = page
    .split('\n')
    .filter((line) => line.startsWith('| ') && line.split(' | ').length === 5)
    .map((line) => line.split(' | ').at(-1)!.replace(/ \|$/, ''))
    .filter((name) => name !== 'test' && !name.startsWith('---'));
  expect(named.length).toBeGreaterThan(15);
  expect(named.filter((name) => !isTitle(name))).toEqual([]);
});
