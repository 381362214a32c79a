/** Changes of the kernel and of a pipeline that would break running workflows, and a history that must catch each. */
export interface Mutant {
  readonly what: string;
  readonly caughtBy: string;
  /** The event at which the two part. */
  readonly at: string;
  /** Text of the bundle that stands there once, and what takes its place. */
  readonly from: string;
  readonly to: string;
}

export const mutants: readonly Mutant[] = [
  {
    what: 'a run resets something when it opens',
    caughtBy: 'happy',
    at: 'ActivityTaskScheduled sum.list',
    from: 'await startOver(kernel, start)',
    to: "await kernel.sdk.activity('kit.reset', [{ floor: false }], { startToCloseTimeout: '30s' })",
  },
  {
    what: 'the clock of active time has no timer',
    caughtBy: 'happy',
    at: 'TimerStarted',
    from: 'kernel.idle, limitMs - kernel.activeMs,',
    to: 'kernel.idle, undefined,',
  },
  {
    what: 'the status is no longer a search attribute',
    caughtBy: 'happy',
    at: 'UpsertWorkflowSearchAttributes',
    from: 'if (kernel.searchable)',
    to: 'if (false)',
  },
  {
    what: 'a map is cut in other shards',
    caughtBy: 'sharded',
    at: 'ActivityTaskScheduled sum.square',
    from: 'MAX_SHARDS = 200',
    to: 'MAX_SHARDS = 1',
  },
  {
    what: 'a retry forgets no failures',
    caughtBy: 'retried',
    at: 'ActivityTaskScheduled kit.reset',
    from: 'for (const name of resetsOf(paused))',
    to: 'for (const name of [])',
  },
  {
    what: 'a skip forgets no failures',
    caughtBy: 'skipped',
    at: 'ActivityTaskScheduled kit.reset',
    from: 'for (const name of resetsOf(mustBePaused(kernel, step)))',
    to: 'for (const name of [])',
  },
  {
    what: 'a map goes on however few items are left',
    caughtBy: 'fewItems',
    at: 'TimerStarted',
    from: 'failed > limit.of(total)',
    to: 'failed > total',
  },
  {
    what: 'a body looks into a list by the activity that makes lists',
    caughtBy: 'listing',
    at: 'ActivityTaskScheduled kit.value',
    from: "activity: 'kit.value'",
    to: "activity: 'kit.list'",
  },
  {
    what: 'an exhausted step always pauses',
    caughtBy: 'failed',
    at: 'TimerCanceled',
    from: "wanted !== 'pause' || type === 'RunInputInvalid'",
    to: "type === 'RunInputInvalid'",
  },
  {
    what: 'the first heal is one too many',
    caughtBy: 'healed',
    at: 'ActivityTaskScheduled kit.open',
    from: 'MAX_HEALS = 20',
    to: 'MAX_HEALS = 0',
  },
  {
    what: 'a healed run does not open again',
    caughtBy: 'healed',
    at: 'ActivityTaskScheduled kit.open',
    from: 'await reopen();',
    to: '',
  },
  {
    what: 'cancellation does not wait for the steps',
    caughtBy: 'cancelled',
    at: 'ActivityTaskCancelRequested',
    from: "cancellationType: 'WAIT_CANCELLATION_COMPLETED'",
    to: "cancellationType: 'ABANDON'",
  },
  {
    what: 'the active-time limit cancels nothing',
    caughtBy: 'timedOut',
    at: 'ActivityTaskCancelRequested',
    from: 'scope.cancel();\n    }',
    to: '}',
  },
  {
    what: 'a held run goes on',
    caughtBy: 'held',
    at: 'UpsertWorkflowSearchAttributes',
    from: 'kernel.heldFor = reason;',
    to: '',
  },
  {
    what: 'a waiting run is not kept alive',
    caughtBy: 'asked',
    at: 'ActivityTaskScheduled kit.keepAlive',
    from: "await sdk.activity('kit.keepAlive'",
    to: "if (false) await sdk.activity('kit.keepAlive'",
  },
  {
    what: 'the result of a child is not remembered',
    caughtBy: 'parent',
    at: 'TimerStarted',
    from: 'kernel.facts.hasRoomFor(kept)',
    to: 'false',
  },
  {
    what: 'when a question was asked is not remembered',
    caughtBy: 'parent',
    at: 'ActivityTaskScheduled kit.remember',
    from: 'if (remind || wait.isLong)',
    to: 'if (false)',
  },
  {
    what: 'nobody is told that a run waits',
    caughtBy: 'told',
    at: 'ActivityTaskScheduled kit.notify',
    from: "sdk.activity('kit.notify'",
    to: "Promise.resolve('kit.notify'",
  },
  {
    what: 'a kept answer is not taken by its business key',
    caughtBy: 'keyed',
    at: 'ActivityTaskScheduled kit.effectKey',
    from: 'effects.hasKeys(call.step)',
    to: 'false',
  },
  {
    what: 'a run that goes on asks for no kept answers',
    caughtBy: 'continued',
    at: 'ActivityTaskScheduled kit.kept',
    from: 'if (continues !== undefined)',
    to: 'if (false)',
  },
  {
    what: 'the report no longer remembers how long it took',
    caughtBy: 'report',
    at: 'ActivityTaskScheduled kit.remember',
    from: "run.once('duration', ()=>Promise.resolve(run.elapsedMs()))",
    to: 'run.elapsedMs()',
  },
];
