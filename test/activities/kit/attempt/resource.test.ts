/** What an attempt asks of the lock of a resource, and what it does with it; the lock is one that writes this down. */
import { setImmediate as othersTurn } from 'node:timers/promises';
import { WaitingRoom } from '../../../../activities/kit';
import { withResource } from '../../../../activities/kit/attempt/resource';
import type { Execution } from '../../../../activities/kit/attempt/work';
import type { LockOptions } from '../../../../redis';
import { stillHold } from '../fakeStore';

const subject = { step: 'send', hash: 'hash', idempotencyKey: 'key' };

function scene({ seats = 4, onAcquire = (): void => undefined } = {}) {
  const done: string[] = [];
  const asked: LockOptions[] = [];
  const ends: (() => void)[] = [];
  const loss = new AbortController();
  const [signal, closing] = [new AbortController(), new AbortController()];
  const lock = {
    token: 42,
    signal: loss.signal,
    assertHeld: () => undefined,
    stop: () => done.push('stopped'),
    stopRenewingAfter: (ms: number) => done.push(`renewed for ${ms} ms more`),
    release: () => Promise.resolve(done.push('released')),
  };
  const acquire = (options: LockOptions): Promise<unknown> => {
    asked.push(options);
    onAcquire();
    return Promise.resolve(lock);
  };
  const waiting = new WaitingRoom(seats);
  const x = {
    kit: { resource: () => ({ acquire }), waiting, deps: {} },
    attempt: { scope: 'a run', leaseMs: 5000, latestMs: 77_000, runId: 'run', number: 1 },
    store: { random: Math.random },
    hold: stillHold(60_000).hold,
    heart: { ticket: 3, phase: (phase: string) => done.push(phase) },
    effect: { keyRead: () => done.push('key read') },
    signal: signal.signal,
    closing: closing.signal,
    leave: () => undefined,
    options: {},
    confirm: () => Promise.resolve(done.push('confirmed')),
    atEnd: (end: () => void) => void ends.push(end),
  } as unknown as Execution;
  return { x, lock, done, asked, ends, loss, signal, closing, waiting };
}

const nothing = (): Promise<void> => Promise.resolve();

test('the lock is asked for in the name of the attempt, for as long as that may last, and with its ticket', async () => {
  const { x, asked } = scene();
  await withResource(x, subject, 'file', nothing);
  expect(asked).toEqual([
    {
      scope: 'a run',
      stepToken: 7,
      leaseMs: 5000,
      latestMs: 77_000,
      ticket: 3,
      waitMs: 10_000,
      signal: x.closing,
      onTicket: expect.any(Function) as () => void,
    },
  ]);
  asked[0]?.onTicket?.(4);
  expect(x.heart.ticket).toBe(4);
});

test('who finds no seat does not wait, and gives none back', async () => {
  const { x, asked, waiting } = scene();
  while (waiting.enter());
  await withResource(x, subject, 'file', nothing);
  expect(asked[0]?.waitMs).toBe(0);
  expect(waiting.enter()).toBe(false);
});

test('a resource that is had when the attempt closes is given back untouched', async () => {
  const s = scene({ onAcquire: () => s.closing.abort(new Error('it shuts down')) });
  await expect(withResource(s.x, subject, 'file', () => Promise.resolve(s.done.push('effect')))).rejects.toThrow(
    'it shuts down',
  );
  expect(s.done).toEqual(['waiting for the resource', 'released']);
});

test('an effect is not begun whose resource is lost while the lock of its step is confirmed', async () => {
  const s = scene();
  const confirm = (): Promise<unknown> => {
    s.lock.assertHeld = () => {
      throw new Error('lost');
    };
    return Promise.resolve();
  };
  const effect = withResource({ ...s.x, confirm } as Execution, subject, 'file', () =>
    Promise.resolve(s.done.push('effect')),
  );
  await expect(effect).rejects.toThrow('lost');
  expect(s.done).not.toContain('effect');
});

test.each(['the resource', 'the step'])('an effect hears by its signal that %s is lost', async (what) => {
  const s = scene();
  const reason = new Error('lost');
  const heard: unknown[] = [];
  const effect = withResource(s.x, subject, 'file', async ({ signal }) => {
    (what === 'the step' ? s.signal : s.loss).abort(reason);
    heard.push(signal.reason);
    await othersTurn();
    throw reason;
  });
  await expect(effect).rejects.toBe(reason);
  expect(heard).toEqual([reason]);
});

test('the lock is renewed until the attempt ends, and for a while after it was told to', async () => {
  const s = scene();
  await withResource(s.x, subject, 'file', nothing);
  expect(s.done).not.toContain('stopped');
  s.signal.abort(new Error('cancelled'));
  expect(s.done.at(-1)).toMatch(/^renewed for \d+ ms more$/);
  for (const end of s.ends) end();
  expect(s.done.at(-1)).toBe('stopped');
});

test('an effect that reads its key is told to whoever keeps effects', async () => {
  const { x, done } = scene();
  await withResource(x, subject, 'file', async (step) => {
    expect(done).not.toContain('key read');
    expect(step.idempotencyKey).toBe('key');
    expect(step.token).toBe(42);
    return nothing();
  });
  expect(done).toContain('key read');
});
