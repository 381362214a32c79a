/** What the tests of the kit do with a running pipeline. */
import { setTimeout as pause } from 'node:timers/promises';
import { ApplicationFailure, WorkflowFailedError, WorkflowUpdateFailedError } from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import type { RunProgress } from '../../workflows/kit';
import type { RunStore } from '../../redis';
import type { TestPipelines } from '../support/pipeline';

const POLL_MS = 20;

/** Asks until `done`; the test's own time limit ends a wait that is in vain. */
export async function until<T>(read: () => Promise<T> | T, done: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await read();
    if (done(value)) return value;
    await pause(POLL_MS);
  }
}

export const progressOf = (run: WorkflowHandle): Promise<RunProgress> => run.query<RunProgress>('progress');

/** Waits until a step of that name is paused, and returns its message. */
export async function pausedAt(run: WorkflowHandle, step: string): Promise<string> {
  const now = await until(
    () => progressOf(run),
    ({ steps }) => steps.some((row) => row.name === step && row.status === 'paused'),
  );
  return now.steps.find((row) => row.name === step)?.message ?? '';
}

export const update = (run: WorkflowHandle, name: string, what?: unknown): Promise<unknown> =>
  run.executeUpdate<unknown, [unknown]>(name, { args: [what] });

/** A second execution under the id of `run`. */
export function again(
  pipelines: TestPipelines,
  run: WorkflowHandle,
  type: string,
  ...args: unknown[]
): Promise<WorkflowHandle> {
  const { taskQueue } = pipelines.config();
  return pipelines.client.workflow.start(type, {
    taskQueue,
    workflowId: run.workflowId,
    args,
    workflowTaskTimeout: '2s',
  });
}

/** Type and message of the failure behind a run that failed. */
export async function failureOf(run: WorkflowHandle): Promise<{ type: string | null | undefined; message: string }> {
  const error: unknown = await run.result().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof WorkflowFailedError)) throw new Error(`the run did not fail: ${String(error)}`);
  const failure = error.cause instanceof ApplicationFailure ? error.cause : error.cause?.cause;
  if (!(failure instanceof ApplicationFailure)) throw error;
  return { type: failure.type, message: failure.message };
}

/** Why an update was refused. */
export async function refusalOf(updating: Promise<unknown>): Promise<string> {
  const error: unknown = await updating.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof WorkflowUpdateFailedError)) throw new Error(`the update was not refused: ${String(error)}`);
  return error.cause?.message ?? '';
}

/** The stored state of a run, as the workers of the test see it. */
export async function stateOf({ redis }: TestPipelines, runId: string): Promise<RunStore> {
  const store = await redis.open({ namespace: 'default' });
  return store.run(runId);
}

/** The keys of all blobs of a run, or of one. */
export async function blobKeys({ redis }: TestPipelines, runId: string, sha = ''): Promise<string[]> {
  return (await redis.keys()).filter((key) => key.includes(`{${runId}}:b:${sha}`));
}
