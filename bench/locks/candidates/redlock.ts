/** redlock 4 and 5 and the fork of 5 by Sesame Care. All on one server here, where their quorum is one vote of one. */
import type { Redis } from 'ioredis';
import { nothing, tellingBy, type Candidate, type OpenLock, type OpenOptions } from '../candidate';
import { openClient, timeoutOption } from '../clients';
import { load } from '../packages';

interface Settings {
  /** -1: without end. It counts the tries of a renewal as well. */
  retryCount?: number;
}

function settings({ isPatient }: OpenOptions): Settings {
  return isPatient ? { retryCount: -1 } : {};
}

interface Redlock4 {
  lock(key: string, ttlMs: number): Promise<{ unlock(): Promise<void> }>;
}

interface Redlock5 {
  acquire(keys: string[], ttlMs: number): Promise<{ release(): Promise<unknown> }>;
  using(keys: string[], ttlMs: number, work: (signal: AbortSignal) => Promise<void>): Promise<void>;
  on(event: 'error', listener: () => void): void;
}

type New<T> = new (clients: Redis[], settings: Settings) => T;

export const redlock4: Candidate = {
  name: 'redlock 4',
  library: 'redlock4',
  ioredis: 5,
  waits: true,
  tellsOfLoss: false,
  async open(url, options = {}) {
    const client = await openClient(5, url, timeoutOption(options.commandTimeoutMs));
    const Redlock = load('redlock4') as New<Redlock4>;
    const redlock = new Redlock([client], settings(options));
    return {
      async hold(key, ttlMs, work) {
        const lock = await redlock.lock(key, ttlMs);
        await work(nothing);
        await lock.unlock();
      },
      close: () => client.disconnect(),
    };
  },
};

type Version5 = Pick<Candidate, 'ioredis'> & { name: string; library: string; redlock: () => New<Redlock5> };

const original: Version5 = {
  name: 'redlock 5',
  library: 'redlock5',
  ioredis: 5,
  redlock: () => (load('redlock5') as { default: New<Redlock5> }).default,
};

const fork: Version5 = {
  name: '@sesamecare-oss/redlock',
  library: '@sesamecare-oss/redlock',
  ioredis: 6,
  redlock: () => (load('@sesamecare-oss/redlock') as { Redlock: New<Redlock5> }).Redlock,
};

/** `acquire` and `release`: no renewal, no signal. */
function explicit({ redlock, ...about }: Version5): Candidate {
  const hold = (lock: Redlock5): OpenLock['hold'] => {
    return async (key, ttlMs, work) => {
      const held = await lock.acquire([key], ttlMs);
      await work(nothing);
      await held.release();
    };
  };
  return { ...about, waits: true, tellsOfLoss: false, open: opener(about.ioredis, redlock, hold) };
}

/** `using`: renews by itself and hands the work an AbortSignal. */
function scoped({ redlock, ...about }: Version5): Candidate {
  const hold = (lock: Redlock5): OpenLock['hold'] => {
    return (key, ttlMs, work) => lock.using([key], ttlMs, async (signal) => work(tellingBy(signal)));
  };
  const name = `${about.name}, using`;
  return { ...about, name, waits: false, tellsOfLoss: true, open: opener(about.ioredis, redlock, hold) };
}

function opener(
  ioredis: Candidate['ioredis'],
  redlock: () => New<Redlock5>,
  hold: (lock: Redlock5) => OpenLock['hold'],
): Candidate['open'] {
  return async (url, options = {}) => {
    const client = await openClient(ioredis, url, timeoutOption(options.commandTimeoutMs));
    const lock = new (redlock())([client], settings(options));
    lock.on('error', () => undefined);
    return { hold: hold(lock), close: () => client.disconnect() };
  };
}

export const redlocks = [redlock4, explicit(original), scoped(original), explicit(fork), scoped(fork)];
