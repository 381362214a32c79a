import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import { Piscina } from 'piscina';
import { memoryOf } from '../onStored';
import type { Output, Runner, TaskName } from './analyserOn';

export interface ThreadOptions {
  /** Threads that embed. Measured on 2 cores with 607 comments: 1 thread 8.4 s, 2 threads 5.6 s; about 150 MB each. */
  readonly embedThreads?: number;
  /** Threads for everything else; about 120 MB each. One is enough unless several reports run at once. */
  readonly textThreads?: number;
  /**
   * Idle threads end after this time and give their memory back; the next call pays 0.2 to 0.5 s to load the model again. By default that of
   * embedding threads is shorter, as clustering, which needs the most memory, comes next.
   */
  readonly idleMs?: number;
}

const IDLE_MS = { embedThread: 1_000, textThread: 3_000 };

/** More waiting tasks than any step runs at once: whoever reaches this has lost count. */
const MAX_QUEUED_TASKS = 10_000;

/** The items of a step share one signal; from 10 listeners on, Node would warn of a leak that is none. */
const MAX_TASKS_A_SIGNAL = 100;

/**
 * Without limits the collector lets garbage grow: 3,797 rows peaked at 655 MB for the whole process, with them at
 * 483 MB, in the same time. Vectors are held outside this heap.
 */
const HEAP_LIMITS = {
  embedThread: { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 192 },
  // Comments of 20 MB fit: the bench of the report watches them become one.
  textThread: { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 448 },
};

/** Runs tasks in worker threads. A fired signal takes a waiting task off the queue and ends the thread of a running one. */
export function threadRunner({ embedThreads = 2, textThreads = 1, idleMs }: ThreadOptions): Runner {
  const pools = new Map<string, Piscina>();
  let closed = false;

  function poolFor(name: TaskName): Piscina {
    const kind = name === 'embed' || name === 'fetchEncoder' ? 'embedThread' : 'textThread';
    let pool = pools.get(kind);
    if (pool === undefined) {
      pool = new Piscina({
        filename: join(__dirname, `${kind}.js`),
        minThreads: 0,
        maxThreads: kind === 'embedThread' ? embedThreads : textThreads,
        idleTimeout: idleMs ?? IDLE_MS[kind],
        maxQueue: MAX_QUEUED_TASKS,
        resourceLimits: HEAP_LIMITS[kind],
      });
      pools.set(kind, pool);
    }
    return pool;
  }

  return {
    async run<N extends TaskName>(name: N, input: unknown, signal: AbortSignal): Promise<Output<N>> {
      signal.throwIfAborted();
      if (closed) throw new Error('the built-in analyser is closed: create another one');
      setMaxListeners(MAX_TASKS_A_SIGNAL, signal);
      try {
        const transferList = memoryOf(input);
        return (await poolFor(name).run(input, { name, signal, transferList })) as Output<N>;
      } catch (error) {
        // Piscina rejects with an error of its own; callers decide by the reason they gave.
        signal.throwIfAborted();
        throw error;
      }
    },
    async close() {
      closed = true;
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
}
