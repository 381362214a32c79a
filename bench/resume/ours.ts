import { setTimeout as pause } from 'node:timers/promises';
import { nowMs } from './journal';
import type { Bench } from './servers';
import { withBench } from './servers';

/** Kills in an activity come this long after somebody was seen at work, at most. */
const RANDOM_MS = 1500;
/** Pieces of work of a run: more than it will see, and fewer than the thousand calls that a run may make. */
const COUNT = 900;
/** Workflow tasks that a process lives through before it ends itself. */
const TASKS = [5, 25] as const;
/** Kills of one run: ten starts without an end would pause it. */
const KILLS_A_RUN = 8;

export interface Mode {
  readonly killedIn: 'activity' | 'workflow task';
  /** A second worker waits, or one is started when the first is dead. */
  readonly spare: 'standby' | 'restarted';
  readonly inMemory: boolean;
}

/** @returns ms from each kill until another process did a piece of the same run's work. */
export function killed(kills: number, { killedIn, spare, inMemory }: Mode): Promise<number[]> {
  return withBench(inMemory, async (bench) => {
    const [type, start, die] = killedIn === 'activity' ? byUs(bench) : byItself(bench);
    const tookMs: number[] = [];
    start();
    if (spare === 'standby') start();
    while (tookMs.length < kills) {
      const run = await bench.startRun(type, COUNT);
      for (let i = 0; i < KILLS_A_RUN && tookMs.length < kills; i += 1) {
        const dead = await die(run.id);
        start();
        const next = await bench.journal.first(
          (entry) => entry.run === run.id && entry.at > dead.at && entry.pid !== dead.pid,
        );
        tookMs.push(next.at - dead.at);
      }
      await run.end();
    }
    return tookMs;
  });
}

interface Death {
  readonly pid: number;
  /** ms of the monotonic clock. */
  readonly at: number;
}
type Way = readonly [type: string, start: () => void, die: (run: string) => Promise<Death>];

/** Whoever works on the run is killed at a random moment of its items. */
function byUs({ journal, startWorker, kill }: Bench): Way {
  let since = 0;
  const die = async (run: string): Promise<Death> => {
    const { pid } = await journal.first((entry) => entry.run === run && entry.at > since);
    await pause(Math.random() * RANDOM_MS);
    const at = await kill(pid);
    // Until it was dead it may have noted something.
    since = nowMs();
    return { pid, at };
  };
  return ['itemsPipeline', () => startWorker(), die];
}

/** Whoever gets to it ends itself in a workflow task that is done and not reported. */
function byItself({ journal, startWorker }: Bench): Way {
  let since = 0;
  const [least, most] = TASKS;
  const die = async (): Promise<Death> => {
    const dead = await journal.first((entry) => entry.died === true && entry.at > since);
    since = dead.at;
    return dead;
  };
  return ['tasksPipeline', () => startWorker(least + Math.floor(Math.random() * (most - least))), die];
}
