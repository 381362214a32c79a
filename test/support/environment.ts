import { AsyncLocalStorage } from 'node:async_hooks';
import { promiseHooks } from 'node:v8';
import NodeEnvironment from 'jest-environment-node';

/**
 * Jest's own environment, without two costs that grow with what runs beside and before a test. All core modules of a process are
 * one, for Jest and for every test file in it, so they are changed for the time of a file.
 *
 * - What a file leaves behind is ended with it. A context that was entered once (Jest itself has one for each file), and Temporal's
 *   watch over the promises of workflows, are asked at each promise of the process until they are disabled, which neither does:
 *   an eighth of the CPU of the fast tier, and more with each file.
 * - Stacks are mapped to the sources only where the error was made by a test or by Jest. Temporal takes a stack at each promise of a
 *   workflow, which has a realm of its own: to map every frame of those was a sixth of what the tests on Temporal took.
 */
export default class TidyEnvironment extends NodeEnvironment {
  private readonly endings: (() => void)[] = [];

  override async setup(): Promise<void> {
    await super.setup();
    const storages = new Set<AsyncLocalStorage<unknown>>();
    this.endings.push(noting('run', storages), noting('enterWith', storages), noHookStays());
    this.endings.push(mappingOnly([this.global.Error, Error]));
    this.endings.push(() => storages.forEach((storage) => storage.disable()));
  }

  override async teardown(): Promise<void> {
    for (const end of this.endings) end();
    await super.teardown();
  }
}

function noting(name: 'run' | 'enterWith', storages: Set<AsyncLocalStorage<unknown>>): () => void {
  const { prototype } = AsyncLocalStorage;
  const real = Reflect.get(prototype, name) as (this: AsyncLocalStorage<unknown>, ...args: unknown[]) => unknown;
  const noted = function (this: AsyncLocalStorage<unknown>, ...args: unknown[]): unknown {
    storages.add(this);
    return real.apply(this, args);
  };
  Reflect.set(prototype, name, noted);
  return () => void Reflect.set(prototype, name, real);
}

function noHookStays(): () => void {
  const { createHook } = promiseHooks;
  const stops: (() => void)[] = [];
  promiseHooks.createHook = (callbacks) => {
    const stop = createHook(callbacks) as () => void;
    stops.push(stop);
    return stop;
  };
  return () => {
    promiseHooks.createHook = createHook;
    for (const stop of stops) stop();
  };
}

function mappingOnly(here: readonly ErrorConstructor[]): () => void {
  const mapped = Error.prepareStackTrace;
  Error.prepareStackTrace = (error, frames) =>
    here.some((made) => error instanceof made)
      ? (mapped(error, frames) as unknown)
      : [String(error), ...frames.map(String)].join('\n    at ');
  return () => void (Error.prepareStackTrace = mapped);
}
