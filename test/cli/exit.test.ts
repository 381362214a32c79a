/** What a command ends with, once the run that it followed has ended or waits for a person. */
import { InputFault } from '../../activities/report/input/fault';
import * as client from '../../client';
import type { RunHandle } from '../../client';
import { EXIT, exitCodeOf, Interrupted, NoServers, Usage } from '../../cli/exit';
import { conclude } from '../../cli/follow';
import type { Followed } from '../../cli/follow';
import { Output } from '../../cli/output';
import { RedisAddressInvalid, RedisRefused, RedisUnfit, RedisUnreachable } from '../../redis';
import { ConfigInvalid } from '../../worker/config';
import { TemporalUnfit } from '../../worker/temporalUnfit';

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

const { usage, unreachable, interrupted, failed } = EXIT;
const cause = new Error('away');
test.each([
  [new Usage('x'), usage],
  [new client.StartInvalid('x'), usage],
  [new client.PipelineUnknown('x', 'queue', []), usage],
  [new client.RunInputChanged('x'), usage],
  [new client.RunNotFound('x', 'here'), usage],
  [new client.ScheduleNotFound('x', 'here'), usage],
  [new client.NotPossible('x'), usage],
  [new client.AnswerInvalid('x'), usage],
  [new ConfigInvalid('x'), usage],
  [new InputFault('EMPTY_FILE', { what: 'x', where: 'x', why: 'x', remedy: 'x' }), usage],
  [new RedisAddressInvalid('x'), usage],
  [new Interrupted('x'), interrupted],
  [new NoServers('x'), unreachable],
  [new client.TemporalUnreachable('here', cause), unreachable],
  [new TemporalUnfit('x'), unreachable],
  [new RedisUnreachable('It', 'here', cause), unreachable],
  [new RedisRefused('It', 'here', cause), unreachable],
  [new RedisUnfit('x'), unreachable],
  [new TypeError('x'), failed],
  ['a text', failed],
])('%s ends a command with %i', (error, code) => {
  expect(exitCodeOf(error)).toBe(code);
});
