import type { AsyncLocalStorage } from '@temporalio/workflow';

type Storage<T> = Pick<InstanceType<typeof AsyncLocalStorage<T>>, 'getStore' | 'run'>;

/**
 * An AsyncLocalStorage, made when it is first used. The sandbox of workflows has the class as a global; where a pipeline runs in
 * memory (testing/memory) it is put there, and the files of a test may be loaded in any order.
 */
export function localStorage<T>(): Storage<T> {
  let made: Storage<T> | undefined;
  const storage = (): Storage<T> => {
    const { AsyncLocalStorage } = globalThis as unknown as { AsyncLocalStorage: new () => Storage<T> };
    return (made ??= new AsyncLocalStorage());
  };
  return {
    getStore: () => made?.getStore(),
    run: ((value: T, code: () => unknown) => storage().run(value, code)) as Storage<T>['run'],
  };
}
