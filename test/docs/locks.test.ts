/** The table of docs/locks.md, cell by cell, against what its tests want to see. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { limits } from '../../redis/limits';
import { ofFaults, ofLosses, ofPartitions, ofWays } from '../histories/outcomes';
import type { Told } from '../histories/outcomes';
import { isTitle, root } from './titles';

const textOf = (...path: string[]): string => readFileSync(join(root, ...path), 'utf8');
const page = textOf('docs', 'locks.md');

interface Row {
  readonly holder: string;
  readonly rival: string;
  readonly sink: string;
  readonly test: string;
}

/** `the same` is what stands above it. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && line.split(' | ').length === 5)
  .slice(2)
  .reduce<Row[]>((above, line) => {
    const [, ...cells] = line.slice(2, -2).split(' | ');
    const last = above.at(-1);
    const full = (name: 'holder' | 'rival' | 'sink', cell = ''): string =>
      last ? cell.replace(/^the same(?=$|;| )/, last[name]) : cell;
    const [holder, rival, sink, test = ''] = cells;
    return [...above, { holder: full('holder', holder), rival: full('rival', rival), sink: full('sink', sink), test }];
  }, []);

const fenced = "the rival's writes; a late one of the old holder is refused once the rival has written";
const inTurn = 'one holder after the other, none refused';
const stale = 'tokens still grow: the old holder is refused once the new one has written';

/** Behind the name of a fault in the titles of a file: what its holders are told, and what the file looks for in the sink. */
const files: Readonly<Record<string, { told: Readonly<Record<string, Told>>; sink: string }>> = {
  '50 holders are told before a rival can acquire': { told: ofPartitions, sink: fenced },
  'one holder at a time, and nobody believes wrongly': { told: ofFaults, sink: inTurn },
  'one holder at a time behind bad ways, who is cut off knows in time, and it heals by itself': {
    told: ofWays,
    sink: inTurn,
  },
  'two may believe for a lease, but tokens grow and the sink refuses the stale one': { told: ofLosses, sink: stale },
};

/** What each of them can do for its rival. */
const rivals: Readonly<Record<Told, readonly string[]>> = {
  nothing: ['waits', 'nothing'],
  'nothing or unreachable': ['waits, then acquires'],
  unreachable: [
    'waits, then acquires',
    'acquires when the lease ends',
    'acquires up to one lease later',
    'nothing until the server goes on',
  ],
  stolen: ['acquires at once'],
  stalled: ['acquires when the lease ends'],
};

const ofFiles = rows.flatMap((row) => {
  const [fault = '', what = ''] = row.test.split(/: (.*)/);
  const { told, sink } = files[what] ?? {};
  const holder = told?.[fault];
  return holder ? [{ ...row, told: holder, expected: sink }] : [];
});

test('each row names a test that exists, and has four cells beside', () => {
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.filter(({ test: title }) => !isTitle(title))).toEqual([]);
  expect(rows.filter(({ holder, rival, sink }) => [holder, rival, sink].some((cell) => cell.trim() === ''))).toEqual(
    [],
  );
});

test('the table has all that the files play but three ways that others are like', () => {
  const played = Object.entries(files).flatMap(([what, { told }]) => Object.keys(told).map((one) => `${one}: ${what}`));
  const missing = played.filter((title) => !ofFiles.some((row) => row.test === title));
  expect(missing.map((title) => title.split(': ')[0])).toEqual(['cut off', 'connections reset', 'answers lost']);
});

test.each(ofFiles.map((row) => [row.test, row] as const))('%s', (_, { holder, rival, sink, told, expected }) => {
  const reasons = holder.match(/`(?:unreachable|stolen|stalled|expired|revoked)`/g) ?? [];
  const words = [...(holder.startsWith('nothing') ? ['nothing'] : []), ...reasons.map((word) => word.slice(1, -1))];
  expect(words.join(' or ')).toBe(told);
  expect(rivals[told]).toContain(rival);
  expect(sink).toBe(expected);
});

test('a holder whose process or loop stood still is told by its clock, and the old one is refused', () => {
  const stalled = rows.filter(({ holder }) => holder.includes('`stalled`'));
  expect(stalled.map(({ test: title }) => title.slice(0, 20))).toEqual([
    'a blocked event loop',
    'a process stopped pa',
  ]);
  for (const { rival, sink } of stalled) {
    expect(rivals.stalled).toContain(rival);
    expect(sink).toBe('the old holder is refused');
  }
});

test('times of waiters are those of the scripts and of the table of limits', () => {
  const [, deadAfter] = /DEAD_AFTER_MS = (\d+)/.exec(textOf('redis', 'lua', 'acquire.lua')) ?? [];
  expect(Number(deadAfter)).toBe(2 * limits.waiterPollMs);
  expect(rows.find(({ test: title }) => title === 'a dead waiter is passed over')?.rival).toBe(
    `is passed over after ${Number(deadAfter) / 1000} s`,
  );
  expect(page).toContain(`A waiter that died costs at most ${Number(deadAfter) / 1000} s`);
  expect(page).toContain(`a lost wake-up at most ${limits.waiterPollMs} ms`);
  expect(page).toContain(`after 560 to ${limits.waiterPollMs} ms`);
});
