import type { AnyStepSet } from '../activities/kit';
import { loadPipelines } from '../worker/pipelines';
import { memoryKit } from './memory/kit';
import { serverKit } from './onServers/kit';
import type { TestEnvironment } from './onServers/servers';
import type { ServerTestKit, TestKit, TestKitOptions, TestPipeline } from './testKit';

export interface InMemory {
  readonly inMemory: true;
  /** The pipelines, each under its name; or the file that exports them. */
  readonly pipelines: Readonly<Record<string, TestPipeline>> | string | URL;
}

export interface OnServers {
  readonly inMemory?: false;
  /** The file that exports them, as of `createWorker`: Temporal runs a bundle of it. */
  readonly pipelines: string | URL;
  /** A Temporal that is there: a `TestWorkflowEnvironment` of `@temporalio/testing`. It stays when the kit is closed. Default: one is started. */
  readonly env?: TestEnvironment;
}

/**
 * Everything that a test of pipelines needs, in one call, for `node --test`, Jest or any other runner. Close it at the end, also
 * of a test that failed (`after(() => kit.close())`).
 *
 * `inMemory: true`: nothing is installed or started, a run takes milliseconds, and a day passes at once. Real are the kernel, the
 * bodies, the guard, its scripts (on the simulated Redis) and the steps; not there are Temporal's server, its sandbox of workflow
 * code and its functions (`patched`, `sleep`, `condition` of `@temporalio/workflow`), and other processes. Children are runs of the
 * pipelines given here; of any other one is a RangeError. Needs the package `wasmoon-lua5.1`.
 */
export function testPipelines<const Sets extends readonly AnyStepSet[]>(
  options: TestKitOptions<Sets> & InMemory,
): Promise<TestKit>;
/**
 * On servers: a Temporal that skips time and a Redis, found or started, a client, and a worker in the process of the test that runs
 * the real bundle, which is kept by content. A worker that dies reaches neither Temporal nor Redis any more; Temporal hears of it at once, not
 * after the heartbeat timeout. Rejects, with nothing left behind, where a server cannot be had (naming all places that were
 * looked in), and as `createWorker` does.
 */
export function testPipelines<const Sets extends readonly AnyStepSet[]>(
  options: TestKitOptions<Sets> & OnServers,
): Promise<ServerTestKit>;
export async function testPipelines(
  options: (InMemory | OnServers) & { readonly steps: readonly AnyStepSet[]; readonly deps: unknown },
): Promise<TestKit> {
  if (!options.inMemory) return serverKit(options);
  const { pipelines, steps } = options;
  const isFile = typeof pipelines === 'string' || pipelines instanceof URL;
  return memoryKit({ ...options, pipelines: isFile ? loadPipelines(pipelines, steps).workflows : pipelines });
}
