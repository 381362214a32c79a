/** Runs concurrent tasks one gated operation at a time, in every order there is. */
import { AsyncLocalStorage } from 'node:async_hooks';

interface Task {
  readonly index: number;
  /** Present while the task waits at a gate. */
  go?: () => void;
  ended: boolean;
  /** Called when the task comes to a gate or ends. */
  stopped: () => void;
}
export type Choose = (width: number) => number;

const current = new AsyncLocalStorage<Task>();

/** To be called before each operation whose order matters. Outside of `interleave` it lets everything through. */
export async function gate(): Promise<void> {
  const task = current.getStore();
  if (!task) return;
  await new Promise<void>((go) => {
    task.go = go;
    task.stopped();
  });
}

/** Place of the calling task in the list given to `interleave`. */
export const taskIndex = (): number => current.getStore()?.index ?? -1;

/** One order: `choose` says which of the waiting tasks goes on. `check` runs whenever all of them wait. */
export async function interleave<T>(
  work: readonly (() => Promise<T>)[],
  choose: Choose,
  check: () => Promise<void>,
): Promise<PromiseSettledResult<T>[]> {
  const untilStopped = (task: Task): Promise<void> => new Promise((stopped) => (task.stopped = stopped));
  const tasks: Task[] = [];
  const results: Promise<T>[] = [];
  for (const [index, run] of work.entries()) {
    const task: Task = { index, ended: false, stopped: () => undefined };
    const stopped = untilStopped(task);
    const ended = (): void => {
      task.ended = true;
      task.stopped();
    };
    const result = current.run(task, run);
    result.then(ended, ended);
    tasks.push(task);
    results.push(result);
    await stopped;
  }
  for (;;) {
    await check();
    const waiting = tasks.filter((task) => !task.ended);
    if (waiting.length === 0) return Promise.allSettled(results);
    const next = waiting[choose(waiting.length)];
    if (!next?.go) throw new Error('a task neither waits nor has ended');
    const stopped = untilStopped(next);
    next.go();
    await stopped;
  }
}

/** Calls `run` until `choose` has given every sequence of answers. @returns how many there were. */
export async function everyOrder(run: (choose: Choose) => Promise<void>): Promise<number> {
  let path: number[] = [];
  for (let orders = 1; ; orders += 1) {
    const widths: number[] = [];
    const taken: number[] = [];
    await run((width) => {
      const choice = path[taken.length] ?? 0;
      widths.push(width);
      taken.push(choice);
      return choice;
    });
    let last = taken.length - 1;
    while (last >= 0 && (taken[last] ?? 0) + 1 >= (widths[last] ?? 0)) last -= 1;
    if (last < 0) return orders;
    path = [...taken.slice(0, last), (taken[last] ?? 0) + 1];
  }
}
