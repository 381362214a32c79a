/** Updates: what a person can tell the run. Each validator says what is possible right now. */
import { ApplicationFailure, setHandler } from '@temporalio/workflow';
import { kit } from './kernel';
import type { Kernel } from './kernel';
import { answer, pauseRun, resumeRun, retryStep, skipStep } from './messages';
import { showProgress } from './progress';

export function handleUpdates(kernel: Kernel): void {
  setHandler(
    retryStep,
    async ({ step, from, failedItems = false, fresh = false }) => {
      await kit['kit.reset']({ step, floor: fresh, fresh });
      if (failedItems) await kit['kit.reset']({ floor: true, fresh });
      if (from !== undefined) await kit['kit.reset']({ step: from, floor: true, fresh });
      if (from !== undefined || failedItems) kernel.epoch?.abandon();
      else decide(kernel, step, fresh ? { fresh } : {});
    },
    { description: 'Runs a paused step again', validator: ({ step }: { step: string }) => mustBePaused(kernel, step) },
  );
  setHandler(skipStep, ({ step, reason }) => decide(kernel, step, { skip: reason }), {
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

function decide(kernel: Kernel, step: string, decision: { fresh?: boolean; skip?: string }): void {
  for (const paused of kernel.paused) if (paused.step === step) paused.decide(decision);
}

function mustBePaused(kernel: Kernel, step: string): void {
  const names = new Set([...kernel.paused].map((paused) => paused.step));
  if (!names.has(step)) throw refused('NotPaused', `'${step}' is not paused; paused: ${list(names)}`);
}

const list = (names: Set<string>): string => [...names].join(', ') || 'none';

function refused(type: string, message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, type);
}
