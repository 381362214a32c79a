import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../docs/titles';

const heading = '## The brief, and the test that answers each of its points\n';
const section =
  readFileSync(join(root, 'test', 'README.md'), 'utf8')
    .split(heading)[1]
    ?.split('\n## ')[0] ?? '';
const rows = section
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| #') && !line.startsWith('| ---'))
  .map((line) => line.slice(2, -2).split('|'));

const numbered = (letter: string, count: number): string[] => Array.from({ length: count }, (_, i) => letter + (i + 1));

/** A test that exists in the file named, or, after a dash, why there is none. */
function isAnswer(part: string): boolean {
  if (/^— .+/.test(part)) return true;
  const [, file = '', title = ''] = /^`([^`]+)`: (.+)$/.exec(part) ?? [];
  const path = join(root, 'test', file);
  return title !== '' && existsSync(path) && readFileSync(path, 'utf8').includes(`'${title}'`);
}

test('the table of the brief has a row for each of its points', () => {
  const first = ['1a', '1b', '2a', '2b', '3a', '3b', '4a', '4b', '4c', '5a', '5b', '6a', '6b', 'later'];
  const ids = [...first, ...numbered('§4.', 15), ...numbered('D', 21), ...numbered('R', 21)];
  expect([...new Set(rows.map(([id = '']) => id.trim()))]).toEqual(ids);
  expect(rows.filter((row) => row.length !== 3)).toEqual([]);
});

test('the table of the brief names tests that exist in the files it names, or says why there is none', () => {
  const parts = rows.flatMap(([, , here = '']) => here.trim().split('<br>'));
  expect(parts.length).toBeGreaterThan(150);
  expect(parts.filter((part) => !isAnswer(part))).toEqual([]);
});
