import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rows } from '../crash/rows';
import { isTitle, root } from './titles';

const text = readFileSync(join(root, 'docs', 'failures.md'), 'utf8');
const groups = { run: 'in the run', step: 'in a step', items: 'in the items of a map', effect: 'at an effect' };

test.each(Object.entries(groups))('docs/failures.md has the rows of the kill matrix, group %s', (group, heading) => {
  const section = text.split(`## A worker, ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('| '));
  const cells = lines.slice(2).map((line) => line.slice(2, -2).split(' | '));
  expect(cells.map(([where]) => where)).toEqual(rows.filter((row) => row.group === group).map(({ where }) => where));
  expect(cells.filter((row) => row.length !== 4 || row.some((cell) => cell.trim() === ''))).toEqual([]);
});

test('the other lines of docs/failures.md are titles of tests', () => {
  const named = [...text.matchAll(/^- (.+)$/gm)].map(([, title]) => title ?? '');
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((title) => !isTitle(title))).toEqual([]);
});
