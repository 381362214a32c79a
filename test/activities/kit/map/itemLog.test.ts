/** How outcomes are recorded: together, one request at a time, as long as the lock is held. */
import { insist } from '../../../../activities/kit/attempt/insist';
import { ItemLog } from '../../../../activities/kit/map/itemLog';
import { Hold, LeaseLost } from '../../../../redis';
import type { ItemEntry, RunStore, StepLock } from '../../../../redis';
import { FakeClock, settled } from '../../../redis/fakeClock';

type Word = 'ok' | 'lost' | 'unknown';

/** A lock that is held for 900 ms and not renewed, and a Redis that answers `words` in turn, the last again and again. */
function scene(...words: Word[]) {
  const clock = new FakeClock();
  const renew = () => new Promise<never>(() => undefined);
  const hold = new Hold({ name: 'a lock', token: 7, leaseMs: 1000, sentAt: clock.nowMs(), renew, clock });
  const sent: string[] = [];
  const lock: StepLock = { step: 'a.map', hash: 'h', owner: 'o', token: 7 };
  const answer = (what: string, ok: string) => {
    sent.push(what);
    const word = words[Math.min(sent.length, words.length) - 1] ?? 'ok';
    if (word === 'unknown') return { word, cause: new Error('away') } as const;
    return { word: word === 'ok' ? ok : word, done: 1 };
  };
  const store = {
    record: (_lock: StepLock, batch: ItemEntry[]) => {
      const reply = answer(batch.map(({ key }) => key).join(), 'ok');
      return settled().then(() => reply);
    },
    note: (_lock: StepLock, item: string) => Promise.resolve(answer(`note ${item}`, 'noted')),
  } as unknown as RunStore;
  const log = new ItemLog(store, lock, hold);
  const add = (key: string) => log.add({ key, outcome: 'ok', value: '1' });
  return { clock, hold, sent, log, add };
}

test('what comes while a request is on its way gathers for the next one', async () => {
  const { sent, add } = scene();
  const all = [add('a'), add('b')];
  await Promise.resolve();
  await Promise.resolve();
  all.push(add('c'), add('d'));
  await Promise.all(all);
  expect(sent).toEqual(['a,b', 'c,d']);
});

test('a request has a hundred outcomes at most', async () => {
  const { sent, add } = scene();
  await Promise.all(Array.from({ length: 201 }, (_, i) => add(String(i))));
  expect(sent.map((batch) => batch.split(',').length)).toEqual([100, 100, 1]);
});

test('an outcome counts as recorded when its request was answered, and not before', async () => {
  const { clock, sent, add } = scene('unknown', 'ok');
  let isRecorded = false;
  const adding = add('a').then(() => (isRecorded = true));
  await settled();
  await settled();
  expect([sent, isRecorded]).toEqual([['a'], false]);
  await clock.advance(49);
  expect(sent).toEqual(['a']);
  await clock.advance(1);
  await adding;
  expect(sent).toEqual(['a', 'a']);
});

test('after a refusal everything is refused, and nothing more is sent', async () => {
  const { sent, add } = scene('lost');
  await expect(add('a')).rejects.toThrow('a.map: the lock belongs to somebody else; its items are refused');
  await expect(add('b')).rejects.toThrow('the lock belongs to somebody else');
  expect(sent).toEqual(['a']);
});

test('an item whose name is refused does not start', async () => {
  await expect(scene('lost').log.note('i')).rejects.toThrow('the lock belongs to somebody else');
  const { log, sent } = scene();
  await log.note('i');
  expect(sent).toEqual(['note i']);
});

test('a refusal after the lease is told as what the lock was lost for', async () => {
  const { clock, add, hold } = scene('lost');
  const adding = add('a').catch((error: unknown) => error);
  await Promise.resolve();
  await Promise.resolve();
  clock.block(900);
  expect(await adding).toBeInstanceOf(LeaseLost);
  expect(hold.isOver).toBe(true);
});

test('what Redis does not answer is sent again until the deadline of the lock, and not after it', async () => {
  const { clock, hold } = scene();
  let sent = 0;
  const insisting = insist(hold, () => {
    sent += 1;
    return Promise.resolve({ word: 'unknown', cause: new Error('away') } as const);
  }).catch((error: unknown) => error);
  await clock.advance(0);
  await clock.advance(2000);
  expect(await insisting).toBeInstanceOf(LeaseLost);
  expect(sent).toBe(18);
});

test('the last pause ends with the lock', async () => {
  const { clock, hold } = scene();
  await clock.advance(880);
  const insisting = insist(hold, () => Promise.resolve({ word: 'unknown', cause: new Error('away') } as const)).catch(
    (error: unknown) => error,
  );
  await clock.advance(0);
  await clock.advance(20);
  expect(await insisting).toBeInstanceOf(LeaseLost);
});
