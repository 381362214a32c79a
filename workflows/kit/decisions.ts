/** Updates: what a person can tell the run. Each check says what is possible right now; shapes are checked at the door. */
import type { Pause } from './call';
import { forgetFailed } from './child';
import { onUpdate } from './door';
import { refused } from './failure';
import type { Kernel } from './kernel';
import { answer, pauseRun, resumeRun, retryStep, skipStep } from './messages';
import type { RetryOptions } from './messages';
import { reset } from './own';
import type { Wait } from './waits';

type Retry = { step: string } & RetryOptions;

export function handleUpdates(kernel: Kernel): void {
  onUpdate<Retry>(kernel, retryStep, {
    description: 'Runs a paused step again',
    mustBe: (asked) => canRetry(kernel, asked),
    act: (asked) => retry(kernel, asked),
  });
  onUpdate<{ step: string; reason: string }>(kernel, skipStep, {
    description: 'Ends a paused step with its declared output',
    mustBe: ({ step }) => canSkip(kernel, step),
    act: ({ step, reason }) => skip(kernel, step, reason),
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
    mustBe: ({ name }) => void openWait(kernel, name),
    mustFit: ({ name, value }) => openWait(kernel, name).mustFit(value),
    act({ name, value }) {
      openWait(kernel, name).take(value);
      return undefined;
    },
  });
}

function openWait({ waits }: Kernel, name: string): Wait {
  const wait = waits.get(name);
  if (wait && !wait.isAnswered) return wait;
  const open = [...waits].flatMap(([one, { isAnswered }]) => (isAnswered ? [] : [one]));
  throw refused('NotWaiting', `nothing waits for '${name}'; waiting: ${list(new Set(open))}`);
}

function hold(kernel: Kernel, reason: string | undefined): undefined {
  kernel.heldFor = reason;
  kernel.changed();
}

function canRetry(kernel: Kernel, { step, from, failedItems, fresh }: Retry): void {
  const paused = mustBePaused(kernel, step);
  if (kernel.isUndoing && (from !== undefined || failedItems || fresh))
    throw refused('NotPossible', `the run is being undone, its body does not run again: retry ${step} alone`);
  if (from !== undefined) mustHaveRun(kernel, from);
  if (paused.some(({ call }) => call.isOwn) && (from !== undefined || failedItems || fresh))
    throw refused('NotPossible', `${step} is the kit's own: retry it alone first`);
}

async function retry(kernel: Kernel, { step, from, failedItems = false, fresh = false }: Retry): Promise<void> {
  const paused = mustBePaused(kernel, step);
  if (paused.some(({ call }) => call.isOwn)) return decide(kernel, step, {});
  const [{ call }] = paused;
  for (const name of resetsOf(paused)) await reset(kernel, { step: name, floor: fresh, fresh });
  const withFailures = failedItems ? await reset(kernel, { floor: true, fresh }) : [];
  if (from !== undefined) await reset(kernel, { step: from, floor: true, fresh });
  const anew = from === undefined ? [] : [from];
  forget(kernel, { told: [call.step, ...withFailures, ...anew], effects: [...anew, ...(fresh ? [call.step] : [])] });
  if (from !== undefined || failedItems) {
    forgetFailed(kernel.children);
    kernel.epoch?.abandon();
  } else decide(kernel, step, {});
}

/** What this execution was told of steps that a person has made again, and what effects of theirs it kept. */
export function forget(kernel: Kernel, { told, effects }: Forgotten): void {
  for (const step of told) {
    kernel.told.forget(step);
    kernel.facts.forget(`accepted:${step}:`);
  }
  for (const step of effects) kernel.effects.forget(step);
}

/** Names of steps. */
interface Forgotten {
  readonly told: readonly string[];
  readonly effects: readonly string[];
}

function canSkip(kernel: Kernel, step: string): void {
  if (mustBePaused(kernel, step).some(({ cannotBeSkipped }) => cannotBeSkipped))
    throw refused('NotSkippable', `${step} cannot be skipped: retry it, or cancel the run`);
}

async function skip(kernel: Kernel, step: string, reason: string): Promise<void> {
  // An exhausted step would refuse to begin, even only to be skipped.
  for (const name of resetsOf(mustBePaused(kernel, step)))
    await reset(kernel, { step: name, floor: false, fresh: false });
  decide(kernel, step, { skip: reason });
}

const resetsOf = (paused: readonly Pause[]): ReadonlySet<string> =>
  new Set(paused.flatMap(({ resets }) => resets ?? []));

/** Somebody else may have decided while the store was asked. */
function decide(kernel: Kernel, step: string, decision: { skip?: string }): void {
  for (const pause of mustBePaused(kernel, step)) pause.decide(decision);
}

/** By the name of a step, for all its calls that are paused, or by that of one call (`claims #2`). */
function mustBePaused(kernel: Kernel, step: string): readonly [Pause, ...Pause[]] {
  const [first, ...others] = kernel.pausedAs(step);
  if (first) return [first, ...others];
  const names = new Set([...kernel.pauses].map(({ call }) => call.name));
  throw refused('NotPaused', `'${step}' is not paused; paused: ${list(names)}`);
}

function mustHaveRun(kernel: Kernel, step: string): void {
  const { steps } = kernel;
  if (!steps.has(step)) throw refused('UnknownStep', `'${step}' has not run; steps of this run: ${list(steps)}`);
}

const list = (names: ReadonlySet<string>): string => [...names].join(', ') || 'none';
