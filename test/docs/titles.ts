import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(__dirname, '..', '..');

const sources = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => readFileSync(join(root, 'test', file), 'utf8'));

/** Is it the title of a test, as it stands or as the first part of a `test.each` whose title goes on after `%s: `? */
export function isTitle(name: string): boolean {
  return sources.some((source) => {
    if (source.includes(`'${name}'`)) return true;
    const [row = '', rest = ''] = name.split(/: (.*)/s);
    return rest !== '' && source.includes(`'${row}'`) && source.includes(`'%s: ${rest}'`);
  });
}
