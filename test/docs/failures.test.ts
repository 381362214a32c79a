import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rows } from '../crash/rows';
import type { Again } from '../crash/rows';
import { isTitle, root } from './titles';

const text = readFileSync(join(root, 'docs', 'failures.md'), 'utf8');
/** The words of the last column, by what the tests of the matrix look for in their journal (test/crash/matrix.ts). */
const saidAgain: Readonly<Record<Again, readonly string[]>> = {
  nothing: ['nothing'],
  'a step': ['what the step called outside `step.once`', 'the step, which had failed'],
  items: ['the items in work', 'the items in work, unless cached', 'the calls in work'],
  'an effect': ['the call, not the effect'],
};
const saidLost = {
  time: ['nothing', 'the lease', '2 s', 'the joining'],
  work: ['the work of the attempt', 'the items in work', 'the calls in work'],
};

function kindOf(words: Readonly<Record<string, readonly string[]>>, cell: string): string {
  return Object.keys(words).find((kind) => words[kind]?.includes(cell)) ?? `no known words: ${cell}`;
}

const groups = { run: 'in the run', step: 'in a step', items: 'in the items of a map', effect: 'at an effect' };

test.each(Object.entries(groups))('docs/failures.md has the rows of the kill matrix, group %s', (group, heading) => {
  const section = text.split(`## A worker, ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('| '));
  const cells = lines.slice(2).map((line) => line.slice(2, -2).split(' | '));
  expect(cells.map(([where]) => where)).toEqual(rows.filter((row) => row.group === group).map(({ where }) => where));
  expect(cells.filter((row) => row.length !== 4 || row.some((cell) => cell.trim() === ''))).toEqual([]);
  const told = cells.map(([where, , lost = '', again = '']) => [
    where,
    kindOf(saidAgain, again),
    kindOf(saidLost, lost),
  ]);
  const ofGroup = rows.filter((row) => row.group === group);
  expect(told.map(([where, again]) => [where, again])).toEqual(ofGroup.map(({ where, again }) => [where, again]));
  expect(told.filter(([, , lost]) => !(lost! in saidLost))).toEqual([]);
  // Who lost nothing has nothing to do again, but what had failed.
  const whole = cells.filter(([, , lost, again]) => lost === 'nothing' && again !== 'the step, which had failed');
  expect(whole.filter(([, , , again]) => again !== 'nothing')).toEqual([]);
});

test('the other lines of docs/failures.md are titles of tests', () => {
  const named = [...text.matchAll(/^- (.+)$/gm)].map(([, title]) => title ?? '');
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((title) => !isTitle(title))).toEqual([]);
});
