import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(__dirname, '..', '..');

/** Every file of tests, by its path in `test/`, with its text. */
export const testFiles: readonly (readonly [file: string, source: string])[] = readdirSync(join(root, 'test'), {
  recursive: true,
  encoding: 'utf8',
})
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => [file, readFileSync(join(root, 'test', file), 'utf8')]);

/** The files with a test of that title, as it stands or as the first part of a `test.each` whose title goes on after `%s: `. */
export function filesWith(name: string): string[] {
  const [row = '', rest = ''] = name.split(/: (.*)/s);
  const has = (source: string): boolean =>
    source.includes(`'${name}'`) || (rest !== '' && source.includes(`'${row}'`) && source.includes(`'%s: ${rest}'`));
  return testFiles.filter(([, source]) => has(source)).map(([file]) => file);
}

export const isTitle = (name: string): boolean => filesWith(name).length > 0;
