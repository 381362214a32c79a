import type { Analyser } from '../analyser';
import { analyserOn, type Input, type Output, type Runner, type TaskName } from './analyserOn';
import * as embedTasks from './embedThread';
import * as textTasks from './textThread';

const tasks = { ...embedTasks, ...textTasks };

/** The built-in analyser in the caller's own thread, which it blocks: for tests, and for programs that do nothing else. */
export function inlineAnalyser(): Analyser {
  const runner: Runner = {
    async run<N extends TaskName>(name: N, input: Input<N>, signal: AbortSignal): Promise<Output<N>> {
      signal.throwIfAborted();
      const task = tasks[name] as unknown as (value: Input<N>) => Output<N> | Promise<Output<N>>;
      const result = await task(input);
      signal.throwIfAborted();
      return result;
    },
    close: () => Promise.resolve(),
  };
  return analyserOn(runner);
}
