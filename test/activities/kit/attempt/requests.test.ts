import { ApplicationFailure } from '@temporalio/common';
import { own } from '../../../../activities/kit/attempt/context';
import { isFinal, isForeign, OwnFailure, tryLater } from '../../../../activities/kit/errors';
import { insist } from '../../../../activities/kit/attempt/insist';
import { ItemLog } from '../../../../activities/kit/map/itemLog';
import { LeaseLost, RedisUnreachable } from '../../../../redis';
import type { ItemEntry, RecordReply, RunStore } from '../../../../redis';
import { stillHold } from '../fakeStore';

const unknown = { word: 'unknown', cause: new Error('no reply') } as const;

describe('rule 5: a request whose outcome is unknown', () => {
  it('is sent again until the outcome is known', async () => {
    const replies = [unknown, unknown, { word: 'committed' as const }];
    let sent = 0;
    const send = () => Promise.resolve(replies[sent++] ?? unknown);
    await expect(insist(stillHold().hold, send)).resolves.toEqual({ word: 'committed' });
    expect(sent).toBe(3);
  });

  it('is given up at the deadline of the lock, as a lost lease', async () => {
    const { hold, pass } = stillHold(1000);
    let sent = 0;
    const send = () => {
      sent += 1;
      if (sent === 2) pass(1000);
      return Promise.resolve(unknown);
    };
    await expect(insist(hold, send)).rejects.toThrow(LeaseLost);
    expect(sent).toBe(2);
  });

  it('is not sent at all after the deadline, however soon the rest of the lease would end', async () => {
    const { hold, pass } = stillHold(1000);
    pass(1000);
    const send = jest.fn(() => Promise.resolve({ word: 'committed' as const }));
    await expect(insist<{ word: 'committed' }>(hold, send)).rejects.toThrow(LeaseLost);
    expect(send).not.toHaveBeenCalled();
  });
});

describe('the item log', () => {
  const lock = { step: 's', hash: 'h', owner: 'o', token: 7 };
  const entry = (key: number): ItemEntry => ({ key: String(key), outcome: 'ok', value: '1' });

  function logOf(reply: () => RecordReply) {
    const batches: string[][] = [];
    const record = (_lock: unknown, entries: ItemEntry[]): Promise<RecordReply> => {
      batches.push(entries.map(({ key }) => key));
      return Promise.resolve(reply());
    };
    return { batches, log: new ItemLog({ record } as unknown as RunStore, lock, stillHold().hold) };
  }

  it('gathers what ends while a request is on its way, at most 100 at a time, and loses nothing', async () => {
    const { batches, log } = logOf(() => ({ word: 'ok', done: 1 }));
    await Promise.all(Array.from({ length: 250 }, (_, i) => log.add(entry(i))));
    expect(batches.map((batch) => batch.length)).toEqual([100, 100, 50]);
    expect(new Set(batches.flat()).size).toBe(250);
    await log.add(entry(250));
    expect(batches.at(-1)).toEqual(['250']);
  });

  it('refuses everything after the lock was refused once, without sending it', async () => {
    const { batches, log } = logOf(() => ({ word: 'lost' }));
    await expect(log.add(entry(1))).rejects.toThrow('its items are refused');
    await expect(log.add(entry(2))).rejects.toThrow('its items are refused');
    expect(batches).toEqual([['1']]);
  });
});

describe('whose failure it is', () => {
  const quiet = new AbortController().signal;
  const { hold } = stillHold();
  const border = (signal: AbortSignal, closing = signal) => ({ signal, closing, hold, leave: () => undefined });

  it('what the step throws is its own, unless it was stopped, or Redis or its lease were gone', async () => {
    const away = new RedisUnreachable('GET', 'redis:6379', new Error('away'));
    await expect(own(border(quiet), 'it', () => Promise.reject(new Error('mine')))).rejects.toThrow(OwnFailure);
    await expect(own(border(quiet), 'it', () => Promise.reject(away))).rejects.toBe(away);
    const stopping = new AbortController();
    const reason = new Error('stop');
    const run = (): Promise<never> => {
      stopping.abort(reason);
      return Promise.reject(new Error('in the middle'));
    };
    await expect(own(border(stopping.signal), 'it', run)).rejects.toBe(reason);
  });

  it('nothing of the step starts once it is to stop', async () => {
    let started = false;
    const run = (): Promise<void> => {
      started = true;
      return Promise.resolve();
    };
    const stop = AbortSignal.abort(new Error('stop'));
    await expect(own(border(stop), 'it', run)).rejects.toThrow('stop');
    await expect(own(border(quiet, stop), 'it', run)).rejects.toThrow('stop');
    expect(started).toBe(false);
  });

  it('everything that nobody foresaw counts; the kit’s own failures and Redis do not', () => {
    expect(isForeign(new TypeError('bug'), quiet)).toBe(false);
    expect(isForeign(new OwnFailure(ApplicationFailure.create({})), quiet)).toBe(false);
    expect(isForeign(ApplicationFailure.create({}), quiet)).toBe(true);
    expect(isForeign(new RedisUnreachable('GET', 'redis:6379', new Error('away')), quiet)).toBe(true);
    expect(isForeign(new TypeError('bug'), AbortSignal.abort())).toBe(true);
  });

  it('is tried again later and later, ten seconds at most, unless it says itself when', () => {
    const delays = [0, 1, 2, 5, 20].map((failed) => tryLater(new Error('mine'), failed).nextRetryDelay as number);
    expect(delays).toEqual([100, 100, 200, 1600, 10_000]);
    const patient = ApplicationFailure.create({ message: 'come back tomorrow', nextRetryDelay: '1d' });
    expect(tryLater(patient, 3).nextRetryDelay).toBe('1d');
    expect(tryLater(new TypeError('mine'), 1)).toMatchObject({ type: 'TypeError', message: 'mine' });
  });

  it('only a non-retryable ApplicationFailure is final', () => {
    expect(isFinal(ApplicationFailure.nonRetryable('no use'))).toBe(true);
    expect(isFinal(ApplicationFailure.create({ message: 'again' }))).toBe(false);
    expect(isFinal(new Error('again'))).toBe(false);
  });
});
