/** How a run ended, as its result and its failure tell it. */
import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure, CancelledFailure, TerminatedFailure, TimeoutFailure } from '@temporalio/common';
import { endedBadly, endedWell } from '../../client/outcome';

const file = { name: 'a.csv', ref: { $ref: 'sha' }, bytes: 1, sha256: 'sha' };

test.each([
  [
    { status: 'partial', files: [file] },
    { status: 'partial', files: [file] },
  ],
  [
    { status: 'ok', inputs: { total: 2 } },
    { status: 'ok', files: [], inputs: { total: 2 } },
  ],
  // Words and files of another pipeline.
  [{ status: 'shipped' }, { status: 'ok', files: [] }],
  [{ files: 'none' }, { status: 'ok', files: [] }],
  [
    { files: [null, {}, { name: 7, ref: { $ref: 'sha' } }, { name: 'b', ref: {} }, file] },
    { status: 'ok', files: [file] },
  ],
  [null, { status: 'ok', files: [] }],
  [undefined, { status: 'ok', files: [] }],
  ['partial', { status: 'ok', files: [] }],
])('a run that gave %j', (result, outcome) => {
  expect(endedWell(result)).toEqual({ result, ...outcome });
});

const failed = (cause?: Error): unknown =>
  new WorkflowFailedError('Workflow execution failed', cause, 'FAILED' as never);
const deep = ApplicationFailure.create({ message: 'no such shop', type: 'NotFound' });

test.each([
  [failed(new CancelledFailure('by a person')), { status: 'cancelled', error: 'it was cancelled' }],
  [failed(new TerminatedFailure('ended')), { status: 'failed', error: 'it was terminated', errorType: 'Terminated' }],
  [
    failed(new TimeoutFailure('late', undefined, 'SCHEDULE_TO_CLOSE')),
    { status: 'failed', error: 'it timed out', errorType: 'TimedOut' },
  ],
  [failed(ApplicationFailure.create({ message: 'no type' })), { status: 'failed', error: 'no type' }],
  [failed(deep), { status: 'failed', error: 'no such shop', errorType: 'NotFound' }],
  [failed(new Error('around it', { cause: deep })), { status: 'failed', error: 'no such shop', errorType: 'NotFound' }],
  [failed(new Error('no more than this')), { status: 'failed', error: 'no more than this' }],
  [failed(), { status: 'failed', error: 'Workflow execution failed' }],
])('%s', (error, outcome) => {
  expect(endedBadly(error)).toStrictEqual({ files: [], ...outcome });
});

test('what is no end of a run is thrown on', () => {
  const lost = new Error('no connection');
  expect(() => endedBadly(lost)).toThrow(lost);
});
