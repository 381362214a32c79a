import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isTitle, root } from './titles';

const sections = readFileSync(join(root, 'docs', 'guarantees.md'), 'utf8')
  .split(/^## /m)
  .slice(1);

test('there are the nine promises', () => {
  expect(sections.map((section) => section.slice(0, 2))).toEqual([
    '1.',
    '2.',
    '3.',
    '4.',
    '5.',
    '6.',
    '7.',
    '8.',
    '9.',
  ]);
});

test.each(sections.map((section) => [section.split('\n')[0], section] as const))(
  '"%s" is shown by tests that exist',
  (_, section) => {
    const named = [...section.matchAll(/^- (.+)$/gm)].map(([, title]) => title ?? '');
    expect(named.length).toBeGreaterThan(1);
    expect(named.filter((title) => !isTitle(title))).toEqual([]);
  },
);
