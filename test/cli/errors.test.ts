/** docs/errors.md against the sources: every code is there, and no other. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');
const rooms = ['redis', 'client', 'worker', 'cli', 'activities', 'workflows'];

const sources = rooms.flatMap((room) =>
  readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(root, room, file), 'utf8')),
);

/** Where codes come from: names of error classes, types of failures, and the unions that list them. */
const patterns = [
  /override readonly name(?:: string)? = '(\w+)'/g,
  /\b(?:stop|refused|again|nonRetryable)\(\s*'(\w+)'/g,
  /nonRetryable\([^'\n;]*'(\w+)'/g,
  /errorType: '(\w+)'/g,
];

function codesIn(source: string): string[] {
  const unions = [...source.matchAll(/type (?:FailureType|EffectFailureType|InputFaultCode) =([^;]+);/g)].map(
    ([, members]) => members ?? '',
  );
  const listed = unions.flatMap((members) => [...members.matchAll(/'(\w+)'/g)].map(([, code]) => code ?? ''));
  const made = patterns.flatMap((pattern) => [...source.matchAll(pattern)].map(([, code]) => code ?? ''));
  return [...listed, ...made];
}

const inSources = [...new Set(sources.flatMap(codesIn))].toSorted();
const rows = readFileSync(join(root, 'docs', 'errors.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );

test('every error and failure code of the sources has a row in docs/errors.md, once, and there is no other', () => {
  expect(inSources.length).toBeGreaterThan(45);
  expect(rows.map(([code = '']) => code.slice(1, -1)).toSorted()).toEqual(inSources);
});

test('every row says what the code means, what causes it, and what to do', () => {
  expect(rows.filter((cells) => cells.length !== 4 || cells.includes(''))).toEqual([]);
});
