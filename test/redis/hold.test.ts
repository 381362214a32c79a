import { Hold, LeaseLost, type HoldOptions, type LossReason } from '../../redis';
import { FakeClock, settled } from './fakeClock';

type Answer = Awaited<ReturnType<HoldOptions['renew']>>;
const unknown: Answer = { word: 'unknown', cause: new Error('timed out') };
const heldReply: Answer = { word: 'held', pttlMs: 1000 };
const revokedReply: Answer = { word: 'revoked', pttlMs: 500 };
const lostReply: Answer = { word: 'lost', owner: 'b1' };
const LEASE_MS = 1000;
const MARGIN_MS = 100;
/** The deadline of a lock that was never renewed, counted from the sending of its request. */
const USABLE_MS = LEASE_MS - MARGIN_MS;

/** A hold whose renewals answer with `answer`, and the times at which they were sent. */
function hold(answer: (n: number) => Answer | Promise<Answer>, over: Partial<HoldOptions> = {}) {
  const clock = new FakeClock();
  const startMs = clock.nowMs();
  const sentMs: number[] = [];
  const held = new Hold({
    name: 'report.claims',
    token: 7,
    leaseMs: LEASE_MS,
    sentAt: startMs,
    renew: () => {
      sentMs.push(clock.nowMs() - startMs);
      return Promise.resolve(answer(sentMs.length));
    },
    clock,
    ...over,
  });
  return { clock, held, sentMs };
}

function reasonOf(held: Hold): LossReason | undefined {
  const reason: unknown = held.signal.reason;
  return reason instanceof LeaseLost ? reason.reason : undefined;
}

test('a lock is renewed every quarter of its lease and stays held', async () => {
  const { clock, held, sentMs } = hold(() => heldReply);
  await clock.advance(10 * LEASE_MS);
  expect(sentMs.slice(0, 4)).toEqual([250, 500, 750, 1000]);
  expect(sentMs).toHaveLength(40);
  expect(() => held.assertHeld()).not.toThrow();
  expect(held.lateRenewals).toBe(0);
});

test('the deadline counts from the sending of the request, not from its reply', async () => {
  const { clock, held } = hold(() => unknown, { sentAt: new FakeClock().nowMs() - 300 });
  expect(held.remainingMs).toBe(USABLE_MS - 300);
  await clock.advance(USABLE_MS - 301);
  expect(() => held.assertHeld()).not.toThrow();
  await clock.advance(1);
  expect(() => held.assertHeld()).toThrow(LeaseLost);
});

test('a renewal counts from its own sending, however late its reply', async () => {
  const { clock, held } = hold((n) => (n === 1 ? replyAfter(400) : new Promise<Answer>(() => undefined)));
  function replyAfter(delayMs: number): Promise<Answer> {
    return new Promise((resolve) => void clock.after(delayMs, () => resolve(heldReply)));
  }
  await clock.advance(650);
  expect(held.remainingMs).toBe(250 + USABLE_MS - 650);
});

test('unknown renewals are tried until the deadline, sooner than usual; then the lock is unreachable', async () => {
  const { clock, held, sentMs } = hold(() => unknown);
  await clock.advance(USABLE_MS - 1);
  expect(held.signal.aborted).toBe(false);
  expect(sentMs.length).toBeGreaterThan(5);
  await clock.advance(1);
  expect(reasonOf(held)).toBe('unreachable');
  expect(held.remainingMs).toBe(0);
});

test('a renewal that throws counts as unknown, and one success later all is well', async () => {
  const { clock, held } = hold((n) => (n < 4 ? Promise.reject(new Error('broken')) : heldReply));
  await clock.advance(3 * LEASE_MS);
  expect(() => held.assertHeld()).not.toThrow();
});

test('a reply after the deadline revives nothing', async () => {
  let answer: (reply: Answer) => void = () => undefined;
  const { clock, held, sentMs } = hold(() => new Promise<Answer>((resolve) => (answer = resolve)));
  await clock.advance(USABLE_MS);
  expect(reasonOf(held)).toBe('unreachable');
  answer(heldReply);
  await clock.advance(LEASE_MS);
  expect(() => held.assertHeld()).toThrow('unreachable');
  expect(sentMs).toEqual([250]);
});

test('a revoked lock fires its signal and allows no effect, but leaves time to commit until the deadline', async () => {
  const { clock, held, sentMs } = hold(() => revokedReply);
  await clock.advance(250);
  expect(reasonOf(held)).toBe('revoked');
  expect(() => held.assertHeld()).toThrow('later attempt');
  expect(held.remainingMs).toBe(USABLE_MS - 250);
  await clock.advance(USABLE_MS);
  expect(held.remainingMs).toBe(0);
  expect(() => held.assertHeld()).toThrow('later attempt');
  expect(sentMs).toEqual([250]);
  expect(clock.pendingTimers).toBe(0);
});

test('a lock that Redis gave to somebody else is stolen at once', async () => {
  const { clock, held } = hold(() => lostReply);
  await clock.advance(250);
  expect(reasonOf(held)).toBe('stolen');
  expect(held.remainingMs).toBe(0);
  expect(clock.pendingTimers).toBe(0);
});

test('assertHeld refuses the effect in a blocked event loop, before any timer has fired', () => {
  const { clock, held } = hold(() => heldReply);
  clock.block(USABLE_MS + 500);
  expect(() => held.assertHeld()).toThrow('the event loop was blocked for 1150 ms');
  expect(reasonOf(held)).toBe('stalled');
});

test('a stall past the deadline that timers find first is told with its lag', async () => {
  const { clock, held, sentMs } = hold(() => heldReply);
  clock.block(3000);
  await clock.advance(0);
  expect(held.signal.reason).toMatchObject({ reason: 'stalled', lagMs: 2750, lock: 'report.claims', token: 7 });
  expect(sentMs).toEqual([]);
});

test('a stall that a renewal made good is not told of the lock that is lost later', async () => {
  let isAnswered = true;
  const { clock, held } = hold(() => (isAnswered ? heldReply : lostReply));
  clock.block(400);
  await clock.advance(100);
  isAnswered = false;
  await clock.advance(LEASE_MS);
  expect(held.signal.reason).toMatchObject({ reason: 'stolen', lagMs: 0 });
});

test('a short stall is survived and counted as a late renewal', async () => {
  const { clock, held } = hold(() => heldReply);
  clock.block(400);
  await clock.advance(0);
  expect(held.lateRenewals).toBe(1);
  await clock.advance(3 * LEASE_MS);
  expect(() => held.assertHeld()).not.toThrow();
  expect(held.lateRenewals).toBe(1);
});

test('a lock lost while Redis was away is unreachable, although timers were late by more than the margin', async () => {
  const { clock, held } = hold(() => unknown);
  for (let ms = 0; ms < LEASE_MS; ms += 200) {
    await clock.advance(70);
    clock.block(130);
  }
  await clock.advance(0);
  expect(reasonOf(held)).toBe('unreachable');
});

test('an answer that had no time to be heard, because the event loop was blocked, is a stall', async () => {
  const { clock, held } = hold(() => unknown);
  await clock.advance(600);
  clock.block(700);
  await clock.advance(0);
  expect(reasonOf(held)).toBe('stalled');
});

test('nothing is renewed from latestMs on, and the lock expires by itself', async () => {
  const { clock, held, sentMs } = hold(() => heldReply, { latestMs: new FakeClock().nowMs() + 600 });
  await clock.advance(500 + USABLE_MS);
  expect(sentMs).toEqual([250, 500]);
  expect(reasonOf(held)).toBe('expired');
  expect(clock.pendingTimers).toBe(0);
});

test('a cancelled attempt is renewed for the time it is given and no longer', async () => {
  const { clock, held, sentMs } = hold(() => heldReply);
  await clock.advance(300);
  held.stopRenewingAfter(500);
  held.stopRenewingAfter(5000);
  await clock.advance(5 * LEASE_MS);
  expect(sentMs).toEqual([250, 500, 750]);
  expect(reasonOf(held)).toBe('expired');
});

test('after stop nothing is pending, the signal stays silent, and an effect is a mistake', async () => {
  const { clock, held, sentMs } = hold(() => heldReply);
  held.stop();
  held.stop();
  expect(clock.pendingTimers).toBe(0);
  await clock.advance(10 * LEASE_MS);
  expect(sentMs).toEqual([]);
  expect(held.signal.aborted).toBe(false);
  expect(held.remainingMs).toBe(0);
  expect(() => held.assertHeld()).toThrow('was released');
});

test('a reply that arrives after stop changes nothing', async () => {
  let answer: (reply: Answer) => void = () => undefined;
  const { clock, held } = hold(() => new Promise<Answer>((resolve) => (answer = resolve)));
  await clock.advance(250);
  held.stop();
  answer(lostReply);
  await settled();
  expect(held.signal.aborted).toBe(false);
});

test('the margin is a tenth of the lease, at least 100 ms', () => {
  expect(hold(() => heldReply, { leaseMs: 5000 }).held.remainingMs).toBe(4500);
  expect(hold(() => heldReply, { leaseMs: 500 }).held.remainingMs).toBe(400);
});

test('a renewal that is answered after the deadline revives nothing, even where no timer has told of it', async () => {
  let answer: (reply: Answer) => void = () => undefined;
  const { clock, held } = hold(() => new Promise<Answer>((resolve) => (answer = resolve)));
  await clock.advance(250);
  // The event loop is blocked past the deadline; the renewal of then would reach beyond this moment.
  clock.block(USABLE_MS - 250 + 50);
  answer(heldReply);
  await settled();
  expect(reasonOf(held)).toBe('stalled');
  expect(() => held.assertHeld()).toThrow(LeaseLost);
});
