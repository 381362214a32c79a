/** Ctrl-C, and what launchers make of it: npm and pnpm hand on what the terminal has already sent. */
import { EXIT } from '../../cli/exit';
import { onInterrupt } from '../../cli/signals';

const exits: (string | number | null | undefined)[] = [];

beforeEach(() => {
  exits.length = 0;
  jest.useFakeTimers();
  jest.spyOn(process, 'exit').mockImplementation((code) => exits.push(code) as never);
});
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

test.each([
  ['SIGINT', 400, 'SIGINT'],
  ['SIGTERM', 400, 'SIGTERM'],
  ['SIGINT', 5000, 'SIGTERM'],
] as const)('a %s that is followed after %i ms by %s is one: what runs may end in order', (first, ms, second) => {
  const interrupt = onInterrupt();
  process.emit(first, first);
  jest.advanceTimersByTime(ms);
  process.emit(second, second);
  interrupt.done();
  expect(interrupt.signal.reason).toMatchObject({ name: 'Interrupted' });
  expect(exits).toEqual([]);
});

test('a second Ctrl-C ends the process by its own exit, so that its servers go with it', () => {
  const interrupt = onInterrupt();
  process.emit('SIGINT', 'SIGINT');
  jest.advanceTimersByTime(600);
  expect(exits).toEqual([]);
  process.emit('SIGINT', 'SIGINT');
  interrupt.done();
  expect(exits).toEqual([EXIT.interrupted]);
});
