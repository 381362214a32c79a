import type { Duration } from '../../activities/kit/contract';
import { durationMs } from '../../workflows/kit/duration';
import { ageAcross, type Aged, type RedisCommands } from './ageing';
import { connectTestService } from './testService';

export interface SkippedTimeOptions {
  /** `host:port` of a time-skipping server: `startTimeSkipping().address`. */
  readonly address: string;
  readonly redis: RedisCommands;
  /** Of the keys that live on skipped time: what the worker calls its prefix. */
  readonly prefix: string;
  /** How exact the coupling is. Default 10 minutes. */
  readonly hop?: Duration;
  /** How long a hop may take. Default 30 s: it takes milliseconds, unless time waits for something that does not come. */
  readonly patience?: Duration;
}

export interface SkippedTime {
  /**
   * Lets that much time pass, for workflows and for TTLs.
   * @returns what became of the keys in all hops; a key that was aged in three hops counts three times.
   */
  skip(duration: Duration): Promise<Aged>;
  /** The server's clock, ms since 1970. */
  nowMs(): Promise<number>;
  close(): Promise<void>;
}

const DEFAULT_HOP = '10 minutes';
const DEFAULT_PATIENCE = '30 seconds';

/**
 * Couples Redis to the clock of a time-skipping server, which leaps from timer to timer while TTLs run in real time.
 *
 * `skip` goes in hops, and after each one ages the keys by what the server skipped and Redis did not see. What workers write
 * or renew within a hop counts as written at its end. So everything with a TTL lives as long as it should, or longer by less
 * than one hop, and nothing ends too early: choose a hop well below the shortest TTL that a test is about. Calls of `skip`
 * wait for each other.
 *
 * Limits. Only time skipped by `skip` is aged. The server's time stands while an activity runs and while a task waits for a
 * worker; `skip` fails when that takes too long, and the server is then of no more use. The monotonic clock of a process does not
 * skip: a holder that is alive goes on believing in a lease that Redis has ended, as a process does that was stopped.
 */
export async function openSkippedTime(options: SkippedTimeOptions): Promise<SkippedTime> {
  const { address, redis, prefix, hop = DEFAULT_HOP, patience = DEFAULT_PATIENCE } = options;
  const [hopMs, patienceMs] = [durationMs(hop), durationMs(patience)];
  if (!(hopMs > 0)) throw new RangeError(`A hop of ${hopMs} ms leads nowhere; give it a length`);
  const server = await connectTestService(address);
  const nowMs = (): Promise<number> => server.nowMs();
  const leap = (ms: number): Promise<void> => server.sleep(ms, patienceMs).catch(stands(patienceMs));
  const skipAll = async (ms: number): Promise<Aged> => {
    const total = { aged: 0, expired: 0, spared: 0 };
    for (let left = ms; left > 0; left -= hopMs) {
      const became = await ageAcross(redis, prefix, nowMs, () => leap(Math.min(left, hopMs)));
      for (const what of Object.keys(total) as (keyof Aged)[]) total[what] += became[what];
    }
    return total;
  };

  let last: Promise<unknown> = Promise.resolve();
  return {
    nowMs,
    skip(duration) {
      const skipping = last.then(() => skipAll(durationMs(duration)));
      last = skipping.catch(() => undefined);
      return skipping;
    },
    close: () => Promise.resolve(server.close()),
  };
}

/** CANCELLED and DEADLINE_EXCEEDED: the server and the client both watch the deadline, and either may be first. */
const OUT_OF_TIME: readonly unknown[] = [1, 4];

const stands =
  (patienceMs: number) =>
  (error: unknown): never => {
    if (!(error instanceof Error && 'code' in error && OUT_OF_TIME.includes(error.code))) throw error;
    throw new Error(
      `Time did not skip within ${patienceMs} ms: it stands while an activity runs, and while a task waits for a worker.`,
      { cause: error },
    );
  };
