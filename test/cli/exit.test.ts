/** What a command ends with, once the run that it followed has ended or waits for a person. */
import type { RunHandle } from '../../client';
import { conclude } from '../../cli/follow';
import type { Followed } from '../../cli/follow';
import { Output } from '../../cli/output';

const handle = { id: 'run-1' } as RunHandle;
const at = '2026-01-01T00:00:00.000Z';

test.each([
  ['ok', 0],
  ['failed', 1],
  ['partial', 3],
  ['cancelled', 4],
])('of a run that ended %s the exit code is %i', (status, code) => {
  const end = { event: 'finished', id: 'run-1', at, status, files: [] } as unknown as Followed;
  expect(conclude(handle, end, [], new Output(false))).toBe(code);
});

test('of a run that waits for a person the exit code is 6', () => {
  const end = { event: 'paused', id: 'run-1', at, steps: [], waitingFor: [] } as unknown as Followed;
  expect(conclude(handle, end, [], new Output(false))).toBe(6);
});
