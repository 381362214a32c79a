/** What an attempt tells Temporal, and what it knows of those before it. */
import { ApplicationFailure } from '@temporalio/common';
import { Heartbeat } from '../../../../activities/kit/attempt/heartbeat';
import type { Beat } from '../../../../activities/kit/attempt/heartbeat';
import { FakeClock } from '../../../redis/fakeClock';

function scene({ attempt, last, call }: { attempt?: number; last?: Partial<Beat>; call?: string } = {}) {
  const clock = new FakeClock();
  const told: Beat[] = [];
  const context = { heartbeat: (beat: unknown) => void told.push(beat as Beat) };
  return { clock, told, heart: new Heartbeat(context, clock, 100, attempt, last, call) };
}

const time = expect.stringMatching(/^20\d\d-.*Z$/) as string;
const ended = { number: 1, startedAt: 'then', endedAt: 'later' };

test('it beats at once, then at its interval until it is stopped', async () => {
  const { clock, told, heart } = scene();
  expect(told).toEqual([{ phase: 'waiting for the lock' }]);
  await clock.advance(99);
  expect(told).toHaveLength(1);
  await clock.advance(201);
  expect(told).toHaveLength(4);
  heart.stop();
  await clock.advance(1000);
  expect(told).toHaveLength(4);
  expect(clock.pendingTimers).toBe(0);
});

test('how far it is, is told with the next beat; a new phase begins with nothing done', async () => {
  const { clock, told, heart } = scene();
  heart.phase('running');
  heart.progress(3, 10, ['a', 'b']);
  await clock.advance(100);
  expect(told.at(-1)).toEqual({ phase: 'running', done: 3, total: 10, items: ['a', 'b'] });
  heart.progress(4);
  await clock.advance(100);
  expect(told.at(-1)).toEqual({ phase: 'running', done: 4 });
  heart.phase('writing');
  await clock.advance(100);
  expect(told.at(-1)).toEqual({ phase: 'writing' });
  expect(told).toHaveLength(4);
});

test('a place in a queue and an effect that has begun are told at once, and the next attempt knows them', () => {
  const { told, heart } = scene({ call: 'second charge' });
  expect([heart.ticket, heart.begun]).toEqual([0, undefined]);
  heart.ticket = 7;
  heart.begun = { key: 'charge-1' };
  const both = { ticket: 7, begun: { key: 'charge-1' }, call: 'second charge' };
  expect(told.slice(1)).toEqual([
    { phase: 'waiting for the lock', ticket: 7, call: 'second charge' },
    { phase: 'waiting for the lock', ...both },
  ]);
  const next = scene({ last: told.at(-1)! });
  expect([next.heart.ticket, next.heart.begun]).toEqual([7, { key: 'charge-1' }]);
  // The name of a call is told with each call of it.
  expect(next.told).toEqual([{ phase: 'waiting for the lock', ticket: 7, begun: { key: 'charge-1' } }]);
  next.heart.begun = undefined;
  expect(next.heart.begun).toEqual({ key: 'charge-1' });
});

test('each attempt is told with those before it, and how the last one ended', () => {
  const first = scene({ attempt: 1 });
  expect(first.heart.attempts).toEqual([{ number: 1, startedAt: time }]);
  expect(first.heart.before).toBeUndefined();
  first.heart.failed(ApplicationFailure.create({ type: 'HttpFailed', message: 'x'.repeat(500) }));
  const failed = { number: 1, startedAt: time, endedAt: time, type: 'HttpFailed', why: 'x'.repeat(200) };
  expect(first.told.at(-1)?.attempts).toEqual([failed]);
  const second = scene({ attempt: 2, last: first.told.at(-1)! });
  expect(second.heart.attempts).toEqual([failed, { number: 2, startedAt: time }]);
  expect(second.heart.before).toEqual(failed);
  expect(second.heart.silent).toBe(false);
  second.heart.failed(new Error('plain'));
  expect(second.heart.attempts.at(-1)).toEqual({ number: 2, startedAt: time, endedAt: time, why: 'plain' });
});

test('where attempts are not remembered, none is told', () => {
  const { told, heart } = scene();
  heart.failed(new Error('it failed'));
  expect(heart.attempts).toEqual([]);
  expect(told).toEqual([{ phase: 'waiting for the lock' }]);
});

test('the last ten attempts are told', () => {
  const attempts = Array.from({ length: 10 }, (_, i) => ({ ...ended, number: i + 1 }));
  const { heart } = scene({ attempt: 11, last: { attempts } });
  expect(heart.attempts.map(({ number }) => number)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});

test.each<[string, number, Partial<Beat> | undefined, boolean]>([
  ['the first attempt', 1, undefined, false],
  ['one of whose forerunner nothing is known', 2, undefined, true],
  ['one whose forerunner ended with a word', 2, { attempts: [ended] }, false],
  ['one whose forerunner ended without a word', 2, { attempts: [{ number: 1, startedAt: 'then' }] }, true],
  ['one with a gap before it', 3, { attempts: [ended] }, true],
  ['the first after a reset', 1, { attempts: [{ ...ended, number: 5 }] }, false],
  ['the first after a reset of one that said nothing', 1, { attempts: [{ number: 5, startedAt: 'then' }] }, true],
  ['one that was told so before', 3, { silent: true, attempts: [{ ...ended, number: 2 }] }, true],
])('%s is told whether anybody before it ended without a word', (_what, attempt, last, silent) => {
  const { told, heart } = scene({ attempt, ...(last && { last }) });
  expect(heart.silent).toBe(silent);
  expect(told[0]?.silent).toBe(silent ? true : undefined);
});
