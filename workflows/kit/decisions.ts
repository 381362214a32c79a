/** Updates: what a person can tell the run. Each validator says what is possible right now. */
import { ApplicationFailure, setHandler } from '@temporalio/workflow';
import type { Kernel } from './kernel';
import { answer, pauseRun, resumeRun, retryStep, skipStep } from './messages';
import { showProgress } from './progress';

export function handleUpdates(kernel: Kernel): void {
  setHandler(
    retryStep,
    async ({ step, from, failedItems = false, fresh = false }) => {
      await kernel.reset(step, fresh, fresh);
      if (failedItems) await kernel.reset(undefined, true, fresh);
      if (from !== undefined) await kernel.reset(from, true, fresh);
      if (from !== undefined || failedItems) kernel.epoch?.abandon();
      else decide(kernel, step, {});
    },
    {
      description: 'Runs a paused step again',
      validator: ({ step, from }: { step: string; from?: string }) => {
        mustBePaused(kernel, step);
        if (from !== undefined) mustHaveRun(kernel, from);
      },
    },
  );
  const skip = async ({ step, reason }: { step: string; reason: string }): Promise<void> => {
    // An exhausted step would refuse to begin, even only to be skipped.
    await kernel.reset(step, false, false);
    decide(kernel, step, { skip: reason });
  };
  setHandler(skipStep, skip, {
    description: 'Ends a paused step with its declared output',
    validator: ({ step, reason }: { step: string; reason: unknown }) => {
      mustBePaused(kernel, step);
      if (typeof reason !== 'string' || reason.trim() === '')
        throw refused('MissingReason', 'give a reason for skipping');
    },
  });
  setHandler(
    pauseRun,
    ({ reason }) => {
      kernel.heldFor = reason;
      showProgress(kernel);
    },
    { description: 'Starts no further step until resumeRun' },
  );
  setHandler(
    resumeRun,
    () => {
      kernel.heldFor = undefined;
      showProgress(kernel);
    },
    {
      description: 'Ends pauseRun',
      validator: () => {
        if (kernel.heldFor === undefined) throw refused('NotPaused', 'the run was not paused by pauseRun');
      },
    },
  );
  setHandler(answer, ({ name, value }) => void kernel.answers.set(name, value), {
    description: 'Answers run.waitFor',
    validator: ({ name }: { name: string }) => {
      if (!kernel.waitingFor.has(name))
        throw refused('NotWaiting', `nothing waits for '${name}'; waiting: ${list(kernel.waitingFor)}`);
    },
  });
}

function decide(kernel: Kernel, step: string, decision: { skip?: string }): void {
  for (const paused of kernel.paused) if (paused.step === step) paused.decide(decision);
}

function mustBePaused(kernel: Kernel, step: string): void {
  const names = new Set([...kernel.paused].map((paused) => paused.step));
  if (!names.has(step)) throw refused('NotPaused', `'${step}' is not paused; paused: ${list(names)}`);
}

function mustHaveRun(kernel: Kernel, step: string): void {
  const names = new Set(kernel.rows.map(({ name }) => name.replace(/ #\d+$/, '')));
  if (!names.has(step)) throw refused('UnknownStep', `'${step}' has not run; steps of this run: ${list(names)}`);
}

const list = (names: Set<string>): string => [...names].join(', ') || 'none';

function refused(type: string, message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, type);
}
