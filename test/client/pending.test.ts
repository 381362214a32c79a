/** What steps under way tell, and what comes of asking a run. */
import { QueryNotRegisteredError, QueryRejectedError } from '@temporalio/client';
import { defaultPayloadConverter, toPayloads } from '@temporalio/common';
import type { Link } from '../../client/link';
import { pendingSteps } from '../../client/pending';
import { askProgress, doneOf, isNobodyThere } from '../../client/progress';
import { FakeTemporal } from './fakeTemporal';

const at = { seconds: { toNumber: () => 60 }, nanos: 5_900_000 };
const activity = (more: object): object => ({
  activityType: { name: 'shop.pay' },
  activityId: '7',
  attempt: 2,
  ...more,
});
const beat = (said: object): object => ({ heartbeatDetails: { payloads: toPayloads(defaultPayloadConverter, said) } });
const pending = async (...activities: object[]) => {
  const { link } = new FakeTemporal();
  return pendingSteps(link, { raw: { pendingActivities: activities } } as never);
};

it('an activity is told with what its heartbeats say', async () => {
  const attempts = [{ attempt: 1 }];
  const started = { state: 2, lastStartedTime: at, lastWorkerIdentity: 'w1', lastFailure: { message: 'declined' } };
  const said = beat({ phase: 'running', done: 3, attempts, call: 'shop.pay [a]' });
  expect(await pending(activity({ ...started, ...said }))).toStrictEqual([
    {
      name: 'shop.pay',
      call: 'shop.pay [a]',
      activityId: '7',
      worker: 'w1',
      startedAt: '1970-01-01T00:01:00.005Z',
      attempts,
      attempt: 2,
      done: 3,
      phase: 'running',
      lastFailure: 'declined',
    },
  ]);
});

it('one that waits has not started, and of what nobody said nothing is told', async () => {
  expect(await pending(activity({ state: 1, lastStartedTime: at, lastFailure: { message: '' } }), {})).toStrictEqual([
    { name: 'shop.pay', activityId: '7', attempts: [], attempt: 2, done: 0 },
    { name: '', activityId: '', attempts: [], attempt: 1, done: 0 },
  ]);
});

it('that the kit keeps a run alive is no failure, whatever Temporal calls it', async () => {
  const ends = (type: string): object =>
    activity({ lastFailure: { message: 'again', applicationFailureInfo: { type } } });
  const [well, failed] = await pending(ends('KeptAlive'), ends('Other'));
  expect([well?.lastFailure, failed?.lastFailure]).toEqual([undefined, 'again']);
});

it('the items of a map that are done are never more than there are', () => {
  expect(doneOf({ total: 10, ok: 1, failed: 2, skipped: 3 }, 2)).toBe(8);
  expect(doneOf({ total: 10, ok: 1, failed: 2, skipped: 3 }, 5)).toBe(10);
});

describe('a question that comes back without an answer', () => {
  const grpc = (code: number): Error => Object.assign(new Error('grpc'), { code, details: '', metadata: {} });
  const asked = async (error: Error) => {
    const temporal = new FakeTemporal();
    const { link } = temporal;
    const workflow = { getHandle: () => ({ query: () => Promise.reject(error) }) };
    const { withDeadline } = link.temporal;
    try {
      return await askProgress({ ...link, temporal: { workflow, withDeadline } } as unknown as Link, 'r');
    } finally {
      const [deadlineMs = 0] = temporal.deadlinesMs;
      expect(Math.ceil(deadlineMs / 1000)).toBe(3);
    }
  };

  it.each([1, 4, 9])('says that nobody is there: code %i', async (code) => {
    expect(await asked(grpc(code))).toEqual({ answered: false });
    expect(await asked(new Error('around it', { cause: grpc(code) }))).toEqual({ answered: false });
  });

  it('says that a worker is there that has nothing to say, or cannot go on', async () => {
    const did = (message: string) => asked(new QueryNotRegisteredError(message, 3));
    expect(await did('Workflow did not register a handler for progress')).toEqual({ answered: true });
    expect(await did('TypeError: x')).toEqual({ answered: true, failure: 'TypeError: x' });
  });

  it('is an error otherwise', async () => {
    await expect(asked(grpc(5))).rejects.toThrow('grpc');
    await expect(asked(new Error('mine'))).rejects.toThrow('mine');
    for (const thrown of ['text', null, undefined]) expect(isNobodyThere(thrown)).toBe(false);
    expect(isNobodyThere(new QueryRejectedError(2))).toBe(true);
  });
});
