/** Updates: what a person can tell the run. Each check says what is possible right now; shapes are checked at the door. */
import { onUpdate } from './door';
import { refused } from './failure';
import type { Kernel } from './kernel';
import { answer, pauseRun, resumeRun, retryStep, skipStep } from './messages';
import type { RetryOptions } from './messages';
import { showProgress } from './progress';

export function handleUpdates(kernel: Kernel): void {
  onUpdate<{ step: string } & RetryOptions>(kernel, retryStep, {
    description: 'Runs a paused step again',
    mustBe: (asked) => canRetry(kernel, asked),
    act: (asked) => retry(kernel, asked),
  });
  onUpdate<{ step: string; reason: string }>(kernel, skipStep, {
    description: 'Ends a paused step with its declared output',
    mustBe: ({ step }) => {
      mustBePaused(kernel, step);
      if (kernel.isOwn(step)) throw refused('NotSkippable', `${step} is the kit's own: retry it, or cancel the run`);
    },
    async act({ step, reason }) {
      // An exhausted step would refuse to begin, even only to be skipped.
      await kernel.reset(step, false, false);
      decide(kernel, step, { skip: reason });
    },
  });
  onUpdate<{ reason: string }>(kernel, pauseRun, {
    description: 'Starts no further step until resumeRun',
    act: ({ reason }) => hold(kernel, reason),
  });
  onUpdate<object>(kernel, resumeRun, {
    description: 'Ends pauseRun',
    mustBe: () => {
      if (kernel.heldFor === undefined) throw refused('NotPaused', 'the run was not paused by pauseRun');
    },
    act: () => hold(kernel, undefined),
  });
  onUpdate<{ name: string; value: unknown }>(kernel, answer, {
    description: 'Answers run.waitFor',
    mustBe: ({ name }) => {
      if (kernel.waitingFor.has(name) && !kernel.answers.has(name)) return;
      throw refused('NotWaiting', `nothing waits for '${name}'; waiting: ${list(kernel.waitingFor)}`);
    },
    act({ name, value }) {
      kernel.answers.set(name, value);
      return undefined;
    },
  });
}

function hold(kernel: Kernel, reason: string | undefined): undefined {
  kernel.heldFor = reason;
  showProgress(kernel);
}

function canRetry(kernel: Kernel, { step, from, failedItems, fresh }: { step: string } & RetryOptions): void {
  mustBePaused(kernel, step);
  if (from !== undefined) mustHaveRun(kernel, from);
  if (kernel.isOwn(step) && (from !== undefined || failedItems || fresh))
    throw refused('NotPossible', `${step} is the kit's own: retry it alone first`);
}

async function retry(
  kernel: Kernel,
  { step, from, failedItems = false, fresh = false }: { step: string } & RetryOptions,
): Promise<void> {
  if (kernel.isOwn(step)) return decide(kernel, step, {});
  await kernel.reset(step, fresh, fresh);
  if (failedItems) await kernel.reset(undefined, true, fresh);
  if (from !== undefined) await kernel.reset(from, true, fresh);
  if (from !== undefined || failedItems) kernel.epoch?.abandon();
  else decide(kernel, step, {});
}

/** Somebody else may have decided while the store was asked. */
function decide(kernel: Kernel, step: string, decision: { skip?: string }): void {
  mustBePaused(kernel, step);
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
