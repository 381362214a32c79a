/** docs/topologies.md and the doctor say the same of what a Redis may lose. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crashes, failovers, type Setup } from '../../cli/doctor/setups';
import { root } from './titles';

const page = readFileSync(join(root, 'docs', 'topologies.md'), 'utf8');

/** The rows of the table below a heading. */
function rowsBelow(heading: string): string[] {
  const [, section = ''] = page.split(`## ${heading}\n`);
  const lines = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2);
}

const rowOf = ({ setUp, loses }: Setup): string => `| ${setUp} | ${loses} |`;

test('what a crash and a failover lose stands in the page as the doctor tells it', () => {
  expect(rowsBelow('What a crash loses')).toEqual(Object.values(crashes).map(rowOf));
  expect(rowsBelow('What a failover loses')).toEqual(Object.values(failovers).map(rowOf));
});

test('one sentence leads it', () => {
  expect(page.split('\n\n')[1]).toMatch(/^\*Deleting Redis may cost time and money, never truth\.\*/);
});
