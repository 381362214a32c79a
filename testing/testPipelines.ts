import type { AnyStepSet } from '../activities/kit';
import { memoryKit } from './memory/kit';
import type { TestKit, TestKitOptions } from './testKit';

/**
 * Everything that a test of pipelines needs, in one call, for `node --test`, Jest or any other runner. Close it at the end.
 *
 * `inMemory: true`: nothing is installed or started, a run takes milliseconds, and a day passes at once. Real are the kernel, the
 * bodies, the guard, its scripts (on the simulated Redis) and the steps; not there are Temporal's server, its sandbox of workflow
 * code and its functions (`patched`, `sleep`, `condition` of `@temporalio/workflow`), and other processes. Children are runs of the
 * pipelines given here; of any other one is a RangeError. Needs the package `wasmoon-lua5.1`.
 */
export function testPipelines<const Sets extends readonly AnyStepSet[]>(
  options: TestKitOptions<Sets> & { readonly inMemory: true },
): Promise<TestKit> {
  return memoryKit(options);
}
