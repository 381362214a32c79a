/** What a test of pipelines does, whatever they run on. */
import type { z } from 'zod';
import type { AnyStepSet } from '../activities/kit';
import type { Duration } from '../activities/kit/contract';
import type { PipelineClient } from '../client';
import type { RunProgress, StartOptions } from '../workflows/kit';
import type { DepsOfAll } from '../worker';
import type { StepCall } from './watched';

/** A workflow function; one made with `definePipeline` brings the schema of its input. */
export interface TestPipeline {
  (input: never, start?: StartOptions): Promise<unknown>;
  readonly input?: z.ZodType;
}

export interface TestKitOptions<Sets extends readonly AnyStepSet[]> {
  readonly steps: Sets;
  /** What the steps need: fakes, that a test looks at. */
  readonly deps: DepsOfAll<Sets>;
}

/** Where a worker dies, to the instant. */
export type CrashPoint =
  /** The step is done and recorded, and its worker dies before it has told anybody. */
  | { readonly after: string }
  /** Its own code has done its work, and its worker dies before anything is recorded: with an effect, the worst instant. */
  | { readonly in: string };

export interface TestRun<Result> {
  readonly id: string;
  /** What the body returned; rejects with RunFailed. Lets time pass as far as need be. */
  result(): Promise<Result>;
  /** What the run says of itself and its children now. */
  progress(): Promise<RunProgress>;
  /** Answers `run.waitFor(name)`, of the run or of a child of it. Rejects when nothing waits under that name. */
  answer(name: string, value: unknown): Promise<void>;
  /** Tries a paused step again, of the run or of a child of it. */
  retry(step: string): Promise<void>;
  /** Ends a paused step with the output that it declares for that. */
  skip(step: string, reason: string): Promise<void>;
  cancel(): Promise<void>;
}

export interface TestKit {
  /**
   * Starts a run; the call returns at once. `id` is its business id. Of a pipeline given to the kit: another one, or a name that
   * is not there, is a RangeError.
   */
  start<P extends TestPipeline>(
    pipeline: P,
    input: Parameters<P>[0],
    options: { readonly id: string } & StartOptions,
  ): TestRun<Awaited<ReturnType<P>>>;
  /**
   * A worker dies at that point, the next time that it is reached, and another goes on. Resolves when it is dead. Call it before
   * anything is awaited after `start`. Rejects when all runs end and none has come there.
   */
  crash(point: CrashPoint): Promise<void>;
  /**
   * The lock of a step that is under way is lost, as when its lease runs out while its worker is stopped: its signal fires, what
   * it returns counts for nothing, and another attempt begins. Rejects when no such lock is held.
   */
  expire(run: string | { readonly id: string }, step: string): Promise<void>;
  /** Lets that much time pass: timers of pipelines fire, what is kept in Redis ages. */
  sleep(duration: Duration): Promise<void>;
  /** Every call of a step's own code so far, in order: of items of a map, one each. RangeError for a step that there is not. */
  calls(step: string): readonly StepCall[];
  /** Ends everything that the kit has started. */
  close(): Promise<void>;
}

/** On servers. */
export interface ServerTestKit extends TestKit {
  /** Connected to these servers: for what only they have, such as `inspect`, `watch` and schedules. */
  readonly client: PipelineClient;
}

/** What `result` says of a run that waits. */
export function whatWaits(id: string, { steps }: RunProgress): string {
  const rows = steps.flatMap(({ name, status, message = '' }) => (status === 'paused' ? [`${name}: ${message}`] : []));
  return `The run ${id} waits for a person (tell it with retry or skip, or start it with onFailure: 'fail'): ${rows.join('; ')}`;
}
