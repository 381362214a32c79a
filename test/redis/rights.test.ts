import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clientRightsOf, rightsOf } from '../../redis/rights';
import { root } from '../docs/titles';

test('docs/operations.md has the rights that the code needs, no more and no fewer', () => {
  const page = readFileSync(join(root, 'docs', 'operations.md'), 'utf8');
  const documented = (user: string) => new RegExp(`ACL SETUSER ${user} on >PASSWORD (.*)`).exec(page)?.[1]?.split(' ');
  const place = { prefix: 'pipeline', isCluster: false };
  expect(documented('pipeline')).toEqual(rightsOf(place));
  expect(documented('pipeline-client')).toEqual(clientRightsOf(place));
});

test('of a Cluster the slots may be read too, and a prefix with signs of a pattern is taken literally', () => {
  const rights = rightsOf({ prefix: 'a*{b}', isCluster: true });
  expect(rights.slice(0, 3)).toEqual(['~a\\*%7Bb%7D:*', 'resetchannels', '&a\\*%7Bb%7D:*']);
  const without = rightsOf({ prefix: 'a*{b}', isCluster: false });
  expect(rights.filter((right) => !without.includes(right))).toEqual(['+asking', '+cluster|info', '+cluster|slots']);
  expect(rights.filter((right) => !/^\+[a-z]+(\|[a-z]+)?$/.test(right))).toHaveLength(3);
});

test('a client has no right that a worker lacks, but to read where it may not write', () => {
  for (const isCluster of [false, true]) {
    const place = { prefix: 'pipeline', isCluster };
    const commands = clientRightsOf(place).filter((right) => right.startsWith('+'));
    const ofWorker = new Set(rightsOf(place));
    expect(commands.filter((right) => !ofWorker.has(right))).toEqual([]);
  }
  expect(clientRightsOf({ prefix: 'a*{b}', isCluster: false }).slice(0, 4)).toEqual([
    '%R~a\\*%7Bb%7D:*',
    '~a\\*%7Bb%7D:*}:b:*',
    '~a\\*%7Bb%7D:*}:x',
    'resetchannels',
  ]);
});

test('who waits for replicas needs WAIT too, and nobody else', () => {
  const rights = (waits: boolean): string[] => rightsOf({ prefix: 'pipeline', isCluster: false, waits });
  expect(rights(true).filter((right) => !rights(false).includes(right))).toEqual(['+wait']);
  expect(readFileSync(join(root, 'docs', 'operations.md'), 'utf8')).toContain('`+wait`');
});
