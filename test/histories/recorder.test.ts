import { monotonicMs } from '../../redis';
import { HeldLock } from '../../redis/heldLock';
import { History, run } from './recorder';

const LEASE_MS = 60;

/** Its timers never fire, as in a process that stands still; `lateMs` is how far its clock is behind. */
const heldBy = (token: number, lateMs: number): HeldLock =>
  new HeldLock(
    {
      name: 'it',
      token,
      leaseMs: LEASE_MS,
      marginMs: 10,
      sentAt: monotonicMs(),
      renew: () => Promise.resolve({ word: 'held', pttlMs: LEASE_MS }),
      clock: { nowMs: () => monotonicMs() - lateMs, after: () => () => undefined },
    },
    {
      hand: () => Promise.resolve({ word: 'none' }),
      above: () => Promise.reject(new Error('not asked for')),
    },
  );

/** Two users of one lock: the second gets it when the lease of the first is over, which the first sees at its next look. */
async function played(firstIsLateMs: number): Promise<History> {
  const history = new History();
  let given = 0;
  const acquire = async (): Promise<HeldLock> => {
    given += 1;
    if (given === 1) return heldBy(1, firstIsLateMs);
    if (given > 2) return new Promise<never>(() => undefined);
    while (history.operations.length === 0) await new Promise(setImmediate);
    await new Promise((resolve) => setTimeout(resolve, LEASE_MS));
    return heldBy(2, 0);
  };
  // The second may lose its lock before it writes, on a machine that stands still: that it got it is enough.
  const hasSecond = (): boolean => history.operations.some(({ kind, token }) => kind === 'acquire' && token === 2);
  const sink = {
    async write() {
      while (!hasSecond()) await new Promise(setImmediate);
    },
  };
  const resource = () => ({ acquire });
  run({ stores: [{ resource }, { resource }], name: 'it', leaseMs: LEASE_MS, history, sink });
  while (history.operations.length < 4) await new Promise(setImmediate);
  return history;
}

test('a holder that looks in time is no second holder, however late the timers of its process are', async () => {
  const history = await played(0);
  expect(history.losses).toContain('stalled');
  expect(history.explain()).toBeUndefined();
});

test('a holder that still believes when another has its lock is found', async () => {
  await expect(played(600_000).then((history) => history.explain())).resolves.toMatch(/none of these can come next/);
});
