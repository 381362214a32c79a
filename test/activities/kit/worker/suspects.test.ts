/** Who works beside whom in one process, in time that moves only as the test says. */
import { Suspects } from '../../../../activities/kit';
import { FakeClock, settled } from '../../../redis/fakeClock';

const never = new AbortController().signal;

function scene() {
  const clock = new FakeClock();
  const suspects = new Suspects();
  const told: string[] = [];
  const say = (name: string, asked: Promise<boolean>): void =>
    void asked.then(
      (isIn) => told.push(`${name} ${isIn ? 'is in' : 'gave up'}`),
      (error: Error) => told.push(`${name}: ${error.message}`),
    );
  const take = (name: string, waitMs = 1000, signal = never) => {
    const seat = suspects.seat();
    say(name, seat.take(waitMs, signal, clock));
    return seat;
  };
  const doubt = (name: string, waitMs = 1000, signal = never) => {
    const seat = suspects.seat();
    say(name, seat.doubt(waitMs, signal, clock));
    return seat;
  };
  return { clock, suspects, told, take, doubt };
}

test('one suspect works at a time; who leaves lets the next one in', async () => {
  const { clock, told, take } = scene();
  const first = take('first');
  const second = take('second');
  await settled();
  expect([told, first.isTaken, second.isTaken]).toEqual([['first is in'], true, false]);
  first.leave();
  await settled();
  expect([told, first.isTaken, second.isTaken]).toEqual([['first is in', 'second is in'], false, true]);
  expect(clock.pendingTimers).toBe(0);
});

test('doubtful ones work side by side, and with no suspect', async () => {
  const { told, take, doubt } = scene();
  const [one, other] = [doubt('one'), doubt('other')];
  take('suspect');
  await settled();
  expect(told).toEqual(['one is in', 'other is in']);
  // It waits for its turn: nobody doubtful comes before it any more.
  const late = doubt('late');
  one.leave();
  await settled();
  expect(told).toHaveLength(2);
  other.leave();
  await settled();
  expect(told.at(-1)).toBe('suspect is in');
  expect(late.isTaken).toBe(false);
});

test('a doubtful one may become the suspect that it was', async () => {
  const { clock, told, doubt } = scene();
  const seat = doubt('one');
  await settled();
  expect(seat.isTaken).toBe(false);
  expect(await seat.take(0, never, clock)).toBe(true);
  expect(told).toEqual(['one is in']);
});

test('who waits for too long gives up, and bars nobody then', async () => {
  const { clock, told, take, doubt } = scene();
  const one = doubt('one', 0);
  take('suspect', 500);
  await clock.advance(499);
  expect(told).toEqual(['one is in']);
  await clock.advance(1);
  expect(told.at(-1)).toBe('suspect gave up');
  doubt('other', 0);
  await settled();
  expect(told.at(-1)).toBe('other is in');
  one.leave();
  expect(clock.pendingTimers).toBe(0);
});

test('who does not want to wait is told at once', async () => {
  const { clock, told, take } = scene();
  take('first', 0);
  take('second', 0);
  await settled();
  expect(told).toEqual(['first is in', 'second gave up']);
  expect(clock.pendingTimers).toBe(0);
});

test('who is stopped while it waits hears the reason, and bars nobody then', async () => {
  const { clock, told, take } = scene();
  const first = take('first');
  const stop = new AbortController();
  take('second', 1000, stop.signal);
  stop.abort(new Error('cancelled'));
  await settled();
  expect(told).toEqual(['first is in', 'second: cancelled']);
  first.leave();
  take('third');
  await settled();
  expect(told.at(-1)).toBe('third is in');
  expect(clock.pendingTimers).toBe(0);
});

test('leaving without a place takes nobody else’s', async () => {
  const { clock, told, take } = scene();
  take('first');
  const second = take('second', 0);
  await clock.advance(0);
  second.leave();
  take('third', 0);
  await settled();
  expect(told).toEqual(['first is in', 'second gave up', 'third gave up']);
});

test('nothing is kept of who waited, whether it got in, gave up or was called off', async () => {
  const { clock, suspects, take, doubt } = scene();
  const off = new AbortController();
  const first = take('first');
  take('second');
  doubt('third', 10);
  take('fourth', 1000, off.signal);
  await settled();
  expect(suspects.waiters).toBe(3);
  await clock.advance(10);
  off.abort(new Error('called off'));
  first.leave();
  await settled();
  expect(suspects.waiters).toBe(0);
});
