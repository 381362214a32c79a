import { eitherOf, LEFT_BEHIND_AFTER_MS, leftBehind, returned } from '../../../../activities/kit/attempt/leaving';
import { CLEAN_UP_MS } from '../../../../activities/kit/attempt/turn';
import { FakeClock } from '../../../redis/fakeClock';

const never = new Promise<never>(() => undefined);

function watched(work: Promise<unknown>) {
  const clock = new FakeClock();
  const stop = new AbortController();
  const left = jest.fn();
  const ended = returned(work, stop.signal, clock, left).then(
    (value) => ({ value }),
    (reason: unknown) => ({ reason }),
  );
  return { clock, stop, left, ended };
}

describe('code that is not ours', () => {
  it('is waited for as long as nobody stops it', async () => {
    let end = (_value: string): void => undefined;
    const { clock, left, ended } = watched(new Promise<string>((resolve) => (end = resolve)));
    await clock.advance(10 * CLEAN_UP_MS);
    end('late, and in time');
    expect(await ended).toEqual({ value: 'late, and in time' });
    expect(left).not.toHaveBeenCalled();
  });

  it('that returns soon after the signal is heard', async () => {
    let end = (_value: string): void => undefined;
    const { clock, stop, left, ended } = watched(new Promise<string>((resolve) => (end = resolve)));
    stop.abort(new Error('stop'));
    await clock.advance(LEFT_BEHIND_AFTER_MS - 1);
    end('finished');
    expect(await ended).toEqual({ value: 'finished' });
    expect(clock.pendingTimers).toBe(0);
    expect(left).not.toHaveBeenCalled();
  });

  it('that never returns is left behind while there is clean-up time to record and release', async () => {
    const { clock, stop, left, ended } = watched(never);
    stop.abort(new Error('stop'));
    await clock.advance(LEFT_BEHIND_AFTER_MS);
    expect(await ended).toEqual({ reason: new Error('stop') });
    expect(left).toHaveBeenCalledTimes(1);
    expect(LEFT_BEHIND_AFTER_MS).toBeLessThan(CLEAN_UP_MS);
  });

  it('that was stopped before it was waited for is given the same time', async () => {
    const clock = new FakeClock();
    const ended = returned(never, AbortSignal.abort(new Error('stop')), clock, () => undefined).catch(
      (reason: unknown) => reason,
    );
    await clock.advance(LEFT_BEHIND_AFTER_MS);
    expect(await ended).toEqual(new Error('stop'));
  });
});

it('of either signal, and of none once it has ended', () => {
  const [attempt, worker] = [new AbortController(), new AbortController()];
  const first = eitherOf(attempt.signal, worker.signal);
  const second = eitherOf(attempt.signal, worker.signal);
  second.end();
  worker.abort(new Error('shutting down'));
  expect([first.signal.aborted, second.signal.aborted]).toEqual([true, false]);
  expect(eitherOf(attempt.signal, worker.signal).signal.reason).toEqual(new Error('shutting down'));
});

it('the warning names what never returned, ten at most', () => {
  const names = Array.from({ length: 12 }, (_, i) => `item ${i}`);
  expect(leftBehind('sum.square', names)).toMatch(/^sum\.square: .*item 0, .*item 9 and 2 more\. Its places/);
  expect(leftBehind('sum.square', ['item 0'])).not.toMatch(/more/);
});
