import { verdict } from '../../cli/doctor/clocks';
import { diskVerdict } from '../../cli/doctor/disk';
import { resourceLine, stepLine } from '../../cli/locks';
import { isOlder } from '../../redis';

test.each([
  ['6.2', true],
  ['6.2.0', true],
  ['6.10.1', true],
  ['7.0', true],
  ['6.1.9', false],
  ['5.9', false],
])('%s is at least 6.2: %s', (version, expected) => {
  expect(isOlder(version, '6.2')).toBe(!expected);
});

test.each([
  [{ ms: 1500, withinMs: 3 }, 'ok'],
  [{ ms: -1500, withinMs: 3 }, 'ok'],
  [{ ms: 2500, withinMs: 3 }, 'wrong'],
  [{ ms: -90_000, withinMs: 3 }, 'wrong'],
  [{ ms: 2500, withinMs: 800 }, 'ok'],
  [undefined, 'note'],
])('a clock that is %j off is %s: what the way there may explain is no skew', (skew, level) => {
  expect(verdict('Redis', skew).level).toBe(level);
});

test('a slow clock is called behind, a fast one ahead', () => {
  expect(verdict('Redis', { ms: -5000, withinMs: 2 }).text).toBe('Redis is 5000 ms behind this machine (± 2 ms)');
  expect(verdict('Redis', { ms: 5000, withinMs: 2 }).text).toBe('Redis is 5000 ms ahead of this machine (± 2 ms)');
});

test.each([
  [5000, 'ok'],
  [1000, 'note'],
  [100, 'wrong'],
])('%d MB of free disk are %s', (free, level) => {
  expect(diskVerdict('/cache', free)).toMatchObject({ level });
});

test('a lock without an end, a revoked one and a holder that is no run are shown as what they are', () => {
  const party = { owner: 'a.1', run: 'spring', execution: 'e', activity: '7' };
  const lock = { ...party, step: 'report.claims', hash: '0123456789', token: 1, leftMs: -1, revoked: true };
  expect(stepLine(lock)).toBe(
    'step      spring  report.claims (01234567)  for ever, activity 7, a later attempt asks for it',
  );
  const holder = { owner: 'b.2', token: 2, leftMs: 1500 };
  expect(resourceLine({ resource: 'bucket', holder, waiting: [party] })).toBe(
    'resource  bucket  held by b.2 (no run), 1.5 s left; 1 wait: spring (activity 7)',
  );
  expect(resourceLine({ resource: 'bucket', waiting: [party] })).toContain('free; 1 wait');
});
