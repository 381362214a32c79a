/** What the client's calls reject with. Each names the remedy; none holds a password. */
import { NamespaceNotFoundError, WorkflowNotFoundError } from '@temporalio/common';
import { isGrpcServiceError } from '@temporalio/client';

/** Temporal did not answer or refused the connection. Nothing is known about the call's effect; all calls may be repeated. */
export class TemporalUnreachable extends Error {
  override readonly name = 'TemporalUnreachable';
  constructor(
    readonly address: string,
    override readonly cause: unknown,
  ) {
    super(
      `Temporal at ${address} does not answer: ${cause instanceof Error ? cause.message : String(cause)}. Check ` +
        `TEMPORAL_ADDRESS, and the server with: temporal operator cluster health --address ${address}`,
    );
  }
}

/** The id belongs to a run with another input. Use another id, or the same input to join that run. */
export class RunInputChanged extends Error {
  override readonly name = 'RunInputChanged';
  constructor(readonly id: string) {
    super(`The id ${id} belongs to a run with another input. Use another id, or the same input to join that run.`);
  }
}

export class RunNotFound extends Error {
  override readonly name = 'RunNotFound';
  constructor(
    readonly id: string,
    address: string,
  ) {
    super(
      `Temporal at ${address} knows no run ${id}. Check the id with \`list\`; runs are forgotten after the retention time.`,
    );
  }
}

/** No worker has a pipeline of this name; the message lists those that there are. Nothing was sent. */
export class PipelineUnknown extends Error {
  override readonly name = 'PipelineUnknown';
  constructor(
    readonly type: string,
    taskQueue: string,
    readonly known: readonly string[],
  ) {
    super(
      `No worker of task queue ${taskQueue} has a pipeline ${type}. They have: ${known.join(', ')}. Correct the name, or start ` +
        'a worker that has it.',
    );
  }
}

export class ScheduleNotFound extends Error {
  override readonly name = 'ScheduleNotFound';
  constructor(
    readonly schedule: string,
    address: string,
  ) {
    super(`Temporal at ${address} knows no schedule ${schedule}. See which there are with \`schedule list\`.`);
  }
}

/**
 * What was to be started or scheduled can never work: its id, input, options, cron or timezone. No run was started; the message
 * names the part.
 */
export class StartInvalid extends Error {
  override readonly name = 'StartInvalid';
}

/** The run exists, but what was asked of it is impossible now. */
export class NotPossible extends Error {
  override readonly name = 'NotPossible';
}

/** The run waits for this answer, and its schema takes another one. Nothing was told; the message says what is wrong with it, and where. */
export class AnswerInvalid extends Error {
  override readonly name = 'AnswerInvalid';
}

/** A file of the result is gone from Redis or damaged. Nothing was written. The message has the command that makes it again. */
export class FileLost extends Error {
  override readonly name = 'FileLost';
}

const UNREACHABLE_CODES = new Set([4, 7, 14, 16]);

/** DEADLINE_EXCEEDED, PERMISSION_DENIED, UNAVAILABLE or UNAUTHENTICATED, also below the SDK's own wrapping. */
export function isUnreachable(error: unknown): boolean {
  if (error instanceof TemporalUnreachable || error instanceof NamespaceNotFoundError) return true;
  if (isGrpcServiceError(error)) return UNREACHABLE_CODES.has(error.code);
  return error instanceof Error && error.cause !== undefined && isUnreachable(error.cause);
}

/** What the server answered, also below the SDK's own wrapping. */
export function grpcCodeOf(error: unknown): number | undefined {
  if (isGrpcServiceError(error)) return error.code;
  return error instanceof Error ? grpcCodeOf(error.cause) : undefined;
}

/** Gives what a call of the SDK rejected with the name and remedy of this module; others stay as they are. */
export function translated(error: unknown, address: string, id = ''): unknown {
  if (error instanceof WorkflowNotFoundError) return new RunNotFound(id, address);
  if (error instanceof TemporalUnreachable || !isUnreachable(error)) return error;
  return new TemporalUnreachable(address, error);
}
