import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rightsOf } from '../../redis/rights';
import { root } from '../docs/titles';

test('docs/operations.md has the rights that the code needs, no more and no fewer', () => {
  const page = readFileSync(join(root, 'docs', 'operations.md'), 'utf8');
  const [, documented] = /ACL SETUSER pipeline on >PASSWORD (.*)/.exec(page) ?? [];
  expect(documented?.split(' ')).toEqual(rightsOf({ prefix: 'pipeline', isCluster: false }));
});

test('of a Cluster the slots may be read too, and a prefix with signs of a pattern is taken literally', () => {
  const rights = rightsOf({ prefix: 'a*{b}', isCluster: true });
  expect(rights.slice(0, 3)).toEqual(['~a\\*%7Bb%7D:*', 'resetchannels', '&a\\*%7Bb%7D:*']);
  expect(rights).toContain('+cluster|slots');
  expect(rights.filter((right) => !/^\+[a-z]+(\|[a-z]+)?$/.test(right))).toHaveLength(3);
});
