import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');

test('each row of the table in docs/locks.md names a test that exists', () => {
  const page = readFileSync(join(root, 'docs', 'locks.md'), 'utf8');
  const named = page
    .split('\n')
    .filter((line) => line.startsWith('| ') && line.split(' | ').length === 5)
    .map((line) => line.split(' | ').at(-1)!.replace(/ \|$/, ''))
    .filter((name) => name !== 'test' && !name.startsWith('---'));
  expect(named.length).toBeGreaterThan(15);
  const sources = testFiles().map((file) => readFileSync(file, 'utf8'));
  const missing = named.filter((name) => !sources.some((source) => isTitle(source, name)));
  expect(missing).toEqual([]);
});

/** As it stands, or as the first part of a `test.each` whose title goes on after `%s: `. */
function isTitle(source: string, name: string): boolean {
  if (source.includes(`'${name}'`)) return true;
  const [row = '', rest = ''] = name.split(/: (.*)/s);
  return rest !== '' && source.includes(`'${row}'`) && source.includes(`'%s: ${rest}'`);
}

function testFiles(): string[] {
  const folder = join(root, 'test');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => join(folder, file));
}
