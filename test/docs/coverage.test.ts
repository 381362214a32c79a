/** The matrix in test/README.md is made from the tests. When this is red, the table it expects is the one to put there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promises } from './promises';
import { filesWith, root, testFiles } from './titles';

const tiers = ['fast', 'property', 'redis', 'temporal', 'newcomer', 'product', 'crash', 'chaos', 'limits'];

/** @returns the tiers that a file of tests runs in: its suffix says so. */
function tiersOf(file: string): string[] {
  const suffix = /\.(\w+)\.test\.ts$/.exec(file)?.[1] ?? 'fast';
  if (suffix === 'redis7') return ['redis'];
  return suffix === 'contract' ? ['fast', 'redis'] : [suffix];
}

const folderOf = (file: string): string => file.split('/')[0] ?? '';

function row(name: string, files: readonly string[]): string {
  const there = new Set(files.flatMap(tiersOf));
  return `| ${[name, ...tiers.map((tier) => (there.has(tier) ? '●' : ''))].join(' | ')} |`;
}

/** A row for each promise of docs/guarantees.md, which names its tests, and one for each folder of tests. */
function matrix(): string {
  const rows = promises.map(({ title, held, alsoShownBy }) =>
    row(`promise ${title}`, [...held.map((one) => one.test), ...alsoShownBy].flatMap(filesWith)),
  );
  const files = testFiles
    .map(([file]) => file)
    .filter((file) => !['sabotage', 'mutants'].includes(tiersOf(file)[0] ?? ''));
  for (const folder of [...new Set(files.map(folderOf))].toSorted()) {
    const inside = files.filter((file) => folderOf(file) === folder);
    rows.push(row(`\`${folder}/\``, inside));
  }
  return [`| | ${tiers.join(' | ')} |`, `| --- |${' --- |'.repeat(tiers.length)}`, ...rows].join('\n');
}

test('the coverage matrix in test/README.md is the one that the tests make', () => {
  const [, after = ''] = readFileSync(join(root, 'test', 'README.md'), 'utf8').split('## Coverage\n');
  const lines = after.split('\n## ')[0]?.split('\n') ?? [];
  expect(lines.filter((line) => line.startsWith('|')).join('\n')).toBe(matrix());
});
