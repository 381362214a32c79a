import type { RunEvent } from '../../../client';
import { colorsFor } from '../../../cli/colors';
import { Live } from '../../../cli/live/live';
import { Screen } from '../../../cli/live/screen';
import { Tree } from '../../../cli/live/tree';
import { FakeTerminal } from './terminal';

const at = '2026-03-01T10:00:00.000Z';
const claims = (done: number): RunEvent => ({
  event: 'step',
  id: 'x',
  at,
  step: 'report.claims',
  status: 'running',
  attempt: 1,
  startedAt: at,
  items: { total: 1000, done, failed: 0, cached: 0 },
});
const finished: RunEvent = { event: 'finished', id: 'x', at: '2026-03-01T10:00:09.000Z', status: 'ok', files: [] };

beforeEach(() => jest.useFakeTimers({ now: Date.parse(at) }));
afterEach(() => jest.useRealTimers());

function liveOn(terminal: FakeTerminal, env: NodeJS.ProcessEnv = { NO_COLOR: '1' }): [Live, Screen] {
  const screen = new Screen(terminal, env);
  return [new Live(new Tree('x', colorsFor(terminal, env), 'Ctrl-C stops watching'), screen), screen];
}

test('a thousand events in a second are at most ten frames, and the last state is among them', () => {
  const terminal = new FakeTerminal(80);
  const [live] = liveOn(terminal);
  for (let done = 1; done <= 1000; done += 1) {
    live.show(claims(done));
    jest.advanceTimersByTime(1);
  }
  expect(terminal.writes.length).toBeLessThanOrEqual(11);
  jest.advanceTimersByTime(100);
  expect(terminal.shown.join('\n')).toContain('1000/1000');
});

test('frames are drawn in place, lines that stay come above them, and the end leaves one tree', () => {
  const terminal = new FakeTerminal(80);
  const [live, screen] = liveOn(terminal);
  screen.line('run x (started)');
  live.show(claims(1));
  jest.advanceTimersByTime(500);
  screen.line('stored state was lost');
  live.show(finished);
  live.end();
  screen.line('after');
  const [first, second, head, row, last, ...none] = terminal.shown;
  expect([first, second]).toEqual(['run x (started)', 'stored state was lost']);
  expect(head).toBe('x · ok');
  expect(row).toContain('╰─ › report.claims');
  expect([last, none]).toEqual(['after', []]);
  expect(jest.getTimerCount()).toBe(0);
});

test.each([120, 45])('a window of %d columns after one of 80 shows one tree, as wide as it may be', (columns) => {
  const terminal = new FakeTerminal(80);
  const [live, screen] = liveOn(terminal);
  screen.line('run x (started)');
  live.show(claims(1));
  terminal.resize(columns);
  jest.advanceTimersByTime(500);
  expect(terminal.shown).toHaveLength(4);
  expect(terminal.shown[0]).toBe('run x (started)');
  expect(terminal.shown.filter((line) => line.includes('report.claims'))).toHaveLength(1);
});

test('every frame is one write that leaves wrapping as it was and never hides the cursor', () => {
  const terminal = new FakeTerminal(80);
  const [live] = liveOn(terminal, {});
  live.show(claims(1));
  jest.advanceTimersByTime(1000);
  expect(terminal.writes.length).toBeGreaterThan(3);
  expect(terminal.writes.filter((text) => !text.endsWith('\u001B[?7h\u001B[?2026l'))).toEqual([]);
  expect(terminal.writes.join('')).not.toContain('\u001B[?25l');
});

test('a dumb terminal and a file get no frames', () => {
  expect(new Screen(new FakeTerminal(80), { TERM: 'dumb' }).isLive).toBe(false);
  expect(new Screen({ write: () => true }, {}).isLive).toBe(false);
  expect(new Screen(new FakeTerminal(80), { TERM: 'xterm' }).isLive).toBe(true);
});
