/** What is broken by hand only is still there to be broken. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './copy';
import { explained } from './explained';
import { holderMutants } from './holderMutants';
import { luaMutants } from './luaMutants';

test.each(holderMutants().map((mutant) => [mutant.name, mutant] as const))(
  'the change fits the source: %s',
  (_name, { file, change }) => {
    const source = readFileSync(join(root, file), 'utf8');
    expect(change(source)).not.toBe(source);
  },
);

test('what is explained of the scripts can still be broken', () => {
  const names = new Set(luaMutants(root).map(({ name }) => name));
  expect(Object.keys(explained).filter((name) => !names.has(name))).toEqual([]);
});
