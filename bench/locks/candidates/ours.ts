import { randomUUID } from 'node:crypto';
import { monotonicMs, openStore, type Hold, type RunStore, type Store } from '../../../redis';
import { known } from '../failures';
import { PATIENCE, type Candidate, type Held, type OpenOptions } from '../candidate';

/** A waiter for a step asks again at the latest after this long (activities/kit/attempt/turn.ts). */
const ASK_AGAIN_MS = 500;

function open(url: string, { commandTimeoutMs }: OpenOptions = {}): Promise<Store> {
  return openStore({ url, namespace: 'bench', ...(commandTimeoutMs !== undefined && { commandTimeoutMs }) });
}

function heldBy(hold: Hold): Held {
  return {
    // The signal of our locks is made when it is first asked for.
    onLost: (tell) => hold.signal.addEventListener('abort', tell, { once: true }),
    assertHeld: () => hold.assertHeld(),
  };
}

/** The lock of an outside resource: token, renewal, deadline, a fair queue. */
export const resourceLock: Candidate = {
  name: 'ours',
  ioredis: 6,
  waits: true,
  tellsOfLoss: true,
  async open(url, options) {
    const store = await open(url, options);
    const wait = options?.isPatient ? { waitMs: PATIENCE.waitMs } : {};
    return {
      async hold(key, ttlMs, work) {
        const lock = await store.resource(key).acquire({ leaseMs: ttlMs, ...wait });
        try {
          await work(heldBy(lock));
        } finally {
          await lock.release();
        }
      },
      close: () => void store.close(),
    };
  },
};

/** The lock of a step: token, renewal, deadline, the record looked up first, attempts counted. Its waiters are woken, not queued. */
export const stepLock: Candidate = {
  name: 'ours, step lock',
  ioredis: 6,
  waits: true,
  tellsOfLoss: true,
  async open(url, options) {
    const store = await open(url, options);
    const run = store.run('bench');
    const process = randomUUID();
    let attempts = 0;
    return {
      async hold(key, leaseMs, work) {
        const owner = `${process}.${(attempts += 1)}`;
        const step = { step: key, hash: 'hash', owner };
        const { sentAt, token } = await begin(run, { ...step, leaseMs });
        const hold = run.hold({ ...step, token, leaseMs }, { sentAt });
        try {
          await work(heldBy(hold));
        } finally {
          hold.stop();
          await run.release({ ...step, outcome: 'clean' });
        }
      },
      close: () => void store.close(),
    };
  },
};

/** Each attempt asks in a scope of its own: the attempts of one scope take over from each other instead of waiting. */
async function begin(
  run: RunStore,
  attempt: { step: string; hash: string; owner: string; leaseMs: number },
): Promise<{ sentAt: number; token: number }> {
  const { step, hash, owner } = attempt;
  for (;;) {
    const sentAt = monotonicMs();
    const asked = { ...attempt, scope: owner, seq: 1, maxFailures: 5, maxDeaths: 10 };
    const reply = await known(() => run.begin(asked));
    if (reply.word === 'acquired') return { sentAt, token: reply.token };
    if (reply.word !== 'busy') throw new Error(`begin answered ${reply.word}`);
    await run.waitForRelease(step, hash, Math.min(reply.pttlMs + 1, ASK_AGAIN_MS), new AbortController().signal);
  }
}
