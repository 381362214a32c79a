/** What a person can tell a run: updates for a live one, another start for a closed one. */
import { ApplicationFailure, WorkflowUpdateFailedError } from '@temporalio/client';
import type { RetryOptions, RunProgress } from '../workflows/kit';
import { AnswerInvalid, grpcCodeOf, NotPossible, RunNotFound } from './errors';
import { childrenOf, withChildren } from './family';
import type { Link } from './link';
import { originOf } from './origin';
import { progressOf } from './progress';
import { restartRun } from './restart';
import type { RestartRequest } from './restart';
import { troubleNow, troubleText } from './trouble';
import { startAgain } from './start';
import { baseName } from './watch';

/** FAILED_PRECONDITION: the server takes no update for a run whose workflow tasks fail or time out again and again. */
const NOT_READY = 9;

export interface RetryRequest extends RetryOptions, RestartRequest {
  /**
   * Of a paused run; default: every paused step. The part after the dot is enough. With the number of a call, as `watch` and
   * `inspect` show it (`claims #2`), that call alone.
   */
  readonly step?: string;
}

/** `retried`: paused steps of a live run go on. `restarted`: the closed run was started again under its id. */
export type Retried = 'retried' | 'restarted';

export async function retryRun(link: Link, id: string, request: RetryRequest): Promise<Retried> {
  const origin = await originOf(link, id);
  if (!origin) throw new RunNotFound(id, link.config.address);
  const { step, restart = false, waitMs, onWait, ...wishes } = request;
  const isClosed = origin.status !== 'RUNNING' && origin.status !== 'PAUSED';
  const options = await withFullNames(link, id, wishes, restart && !isClosed);
  if (restart && step !== undefined) {
    throw new NotPossible(
      `A restart is of all of ${id}, not of ${step}. Leave the step out, or say from where: \`from\`.`,
    );
  }
  if (restart && !isClosed) {
    await restartRun(link, id, origin, options, { ...(waitMs !== undefined && { waitMs }), ...(onWait && { onWait }) });
    return 'restarted';
  }
  if (isClosed) {
    await startAgain(link, id, options);
    return 'restarted';
  }
  const own = await answering(link, id);
  const paused = pausedIn(own);
  const theirs = await inChildren(link, own, step, paused);
  for (const child of theirs)
    await retryRun(link, child.id, { ...options, ...(child.step !== undefined && { step: child.step }) });
  if (theirs.length > 0 && (step !== undefined || paused.length === 0)) return 'retried';
  const steps = step === undefined ? paused : [fullName(step, paused)];
  if (steps.length === 0) {
    throw new NotPossible(
      `No step of ${id} is paused, so there is nothing to retry. Wait, or cancel the run and retry it then.`,
    );
  }
  // `from` and `failedItems` run the whole body again, whatever else is paused: they are said once.
  const isWhole = options.from !== undefined || options.failedItems === true;
  for (const name of isWhole ? steps.slice(0, 1) : steps)
    await update(link, id, 'retryStep', { step: name, ...options });
  return 'retried';
}

export async function skipStepOf(link: Link, id: string, step: string, reason: string): Promise<void> {
  await mustBeRunning(link, id);
  const own = await answering(link, id);
  const paused = pausedIn(own);
  const [child] = await inChildren(link, own, step, paused);
  if (child?.step !== undefined) return skipStepOf(link, child.id, child.step, reason);
  if (child) throw new NotPossible(`'${step}' of ${id} is the run ${child.id}: skip a step of that one, or cancel it.`);
  await update(link, id, 'skipStep', { step: fullName(step, paused), reason });
}

/** No further step starts until `resumeRun`, here and in the children; those under way end. */
export async function pauseRun(link: Link, id: string, reason: string): Promise<void> {
  const own = await told(link, id, 'pauseRun', { reason });
  for (const child of await childrenOf(link, own))
    if (child.progress?.heldFor === undefined) await ifItGoesOn(pauseRun(link, child.id, reason));
}

export async function resumeRun(link: Link, id: string): Promise<void> {
  const own = await told(link, id, 'resumeRun');
  for (const child of await childrenOf(link, own))
    if (child.progress?.heldFor === own.heldFor) await ifItGoesOn(resumeRun(link, child.id));
}

/** Answers `run.waitFor(name)`, of the run or of a child of it. */
export async function answerRun(link: Link, id: string, name: string, value: unknown): Promise<void> {
  await mustBeRunning(link, id);
  const own = await answering(link, id);
  const asks = ({ waitingFor }: RunProgress): boolean => waitingFor.includes(name);
  if (!asks(own)) {
    for (const child of await childrenOf(link, own)) {
      const all = child.progress && (await withChildren(link, child.progress));
      if (all && asks(all)) return answerRun(link, child.id, name, value);
    }
  }
  await update(link, id, 'answer', { name, value });
}

/** A child may have ended meanwhile: then there is nothing to hold. */
async function ifItGoesOn(telling: Promise<void>): Promise<void> {
  try {
    await telling;
  } catch (error) {
    if (!(error instanceof NotPossible)) throw error;
  }
}

export async function cancelRun(link: Link, id: string): Promise<void> {
  await mustBeRunning(link, id);
  await link.reach(id, () => link.temporal.workflow.getHandle(id).cancel());
}

/** An update waits for a worker for ever, and a question only shortly. */
async function told(link: Link, id: string, name: string, argument?: unknown): Promise<RunProgress> {
  await mustBeRunning(link, id);
  const before = await answering(link, id);
  await update(link, id, name, argument);
  return before;
}

/** Temporal says of an ended run that it knows none. */
async function mustBeRunning(link: Link, id: string): Promise<void> {
  const { status } = await link.reach(id, () => link.temporal.workflow.getHandle(id).describe());
  if (status.name === 'RUNNING' || status.name === 'PAUSED') return;
  throw new NotPossible(
    `The run ${id} has ended (${status.name.toLowerCase()}), so it cannot be told anything. To start it again: retry ${id}.`,
  );
}

async function update(link: Link, id: string, name: string, argument?: unknown): Promise<void> {
  await link.reach(id, async () => {
    try {
      await link.temporal.workflow.getHandle(id).executeUpdate(name, { args: [argument] });
    } catch (error) {
      if (grpcCodeOf(error) === NOT_READY) throw await cannotBeTold(link, id);
      if (!(error instanceof WorkflowUpdateFailedError)) throw error;
      const { cause } = error;
      const message = `The run ${id} refused ${name}: ${cause?.message ?? error.message}.`;
      throw isWrongAnswer(cause) ? new AnswerInvalid(message) : new NotPossible(message);
    }
  });
}

const isWrongAnswer = (cause: unknown): boolean =>
  cause instanceof ApplicationFailure && cause.type === 'AnswerInvalid';

/** A run that answers knows its steps: one that it does not know would be found out too late by a restart. */
async function withFullNames(link: Link, id: string, options: RetryOptions, isStrict: boolean): Promise<RetryOptions> {
  if (options.from === undefined) return options;
  const names = await namesIn(link, id);
  const from = fullName(options.from, names);
  if (isStrict && names.length > 0 && !names.includes(from))
    throw new NotPossible(`The run ${id} has no step '${from}' so far; its steps: ${names.join(', ')}.`);
  return { ...options, from };
}

async function namesIn(link: Link, id: string): Promise<string[]> {
  const progress = await progressOf(link, id);
  return [...new Set((progress?.steps ?? []).map((row) => baseName(row.name)))];
}

async function answering(link: Link, id: string): Promise<RunProgress> {
  const progress = await progressOf(link, id);
  if (progress) return progress;
  throw await cannotBeTold(link, id);
}

/** Nothing was told: what is wrong is said by what Temporal knows. */
async function cannotBeTold(link: Link, id: string): Promise<NotPossible> {
  const trouble = await link.reach(id, () => troubleNow(link, id));
  const why = trouble ? troubleText(trouble) : 'No worker answers.';
  return new NotPossible(`The run ${id} cannot be told anything: ${why} Then repeat this.`);
}

const pausedIn = ({ steps }: RunProgress): string[] => [
  ...new Set(steps.filter((row) => row.status === 'paused').map((row) => baseName(row.name))),
];

/**
 * Which children a retry or a skip is for: every one that is paused, where no step is named; the one whose row is named; or the one
 * that has a paused step of that name, where the run itself has none.
 */
async function inChildren(
  link: Link,
  own: RunProgress,
  step: string | undefined,
  paused: readonly string[],
): Promise<readonly { readonly id: string; readonly step?: string }[]> {
  if (step !== undefined && paused.includes(baseName(fullName(step, paused)))) return [];
  const found: { id: string; step?: string }[] = [];
  for (const { row, id, progress } of await childrenOf(link, own)) {
    const all = progress && (await withChildren(link, progress));
    if (all?.status !== 'paused') continue;
    const names = pausedIn(all);
    if (step === undefined || row.name === step || baseName(row.name) === step) found.push({ id });
    else if (names.includes(baseName(fullName(step, names)))) found.push({ id, step });
  }
  return found;
}

/** `claims` means `report.claims` where a step of that name is known, and `claims #2` its second call. */
function fullName(step: string, known: readonly string[]): string {
  const base = baseName(step);
  const full = known.find((name) => name === base || name.endsWith(`.${base}`));
  return full === undefined ? step : full + step.slice(base.length);
}
