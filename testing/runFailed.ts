/** What `result` of a run in a test rejects with: it ended failed, or was cancelled. */
export class RunFailed extends Error {
  override readonly name = 'RunFailed';

  constructor(
    readonly runId: string,
    readonly status: 'failed' | 'cancelled',
    /** Of the failure: `StepExhausted`, `RunInputInvalid`, what an author threw … */
    readonly type: string | undefined,
    readonly reason: string,
    cause?: unknown,
  ) {
    super(`The run ${runId} ${status === 'failed' ? 'failed' : 'was cancelled'}: ${reason}`, { cause });
  }
}
