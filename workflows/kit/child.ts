/**
 * `run.child`: another pipeline as a workflow of its own, one row here. It is kept by (pipeline, id): whatever number of bodies call it,
 * it runs once, and the result of one that ended well is remembered for other executions of this run too. Time limit, pauses and
 * decisions are its own; people reach it through this run (client/children.ts) or by its id.
 *
 *   an end with a result → the body gets it
 *   another run of its id → it is tried again until that has ended: what that recorded answers
 *   anything else         → as of a step: the call pauses until a person decides and it is started again, or it is thrown
 */
import type { Call } from './call';
import { mustFitHistory } from './calls';
import type { OnFailure } from './options';
import { inBody } from './epoch';
import type { Epoch } from './epoch';
import { remember } from './facts';
import { cancellationIn, causeOf, refused, StepFailed, stop } from './failure';
import { shortHash } from './hash';
import { identityOf } from './identity';
import type { Kernel } from './kernel';
import type { ChildExecution, Scope } from './sdk';
import { checkId, checkInput, fitsInline, jsonBytes, Misshapen } from './shapes';

/** A pipeline as `definePipeline` makes it, or any workflow function: its name is the workflow type. */
export type ChildPipeline = (input: never, ...more: never[]) => Promise<unknown>;

export interface ChildOptions {
  /** A business id. Default: made of the id of this run, the pipeline and the input, so that one input is one child. */
  readonly id?: string;
  /** Tells its row from others. Default: its id, where you gave one. */
  readonly label?: string;
  /** What becomes of the call when the child does not end well, as for a step. */
  readonly onFailure?: OnFailure;
}

/** Of (pipeline, id) in one execution of this run, whatever its bodies. */
export interface Child {
  /** Under way, or ended well. */
  attempt?: Promise<unknown> | undefined;
  /** The execution that did not end well: the next one makes none of its effects again. */
  continues?: string;
  hasFailed?: boolean;
  /** Cancelled when this run ends. */
  readonly scope: Scope;
}

export type Children = Map<string, Child>;

/** Another run of its id is under way: when to look again whether it has ended. */
const TAKEN_MS = [1000, 5000, 30_000] as const;

export async function callChild(
  pipeline: ChildPipeline | string,
  input: unknown,
  options: ChildOptions,
): Promise<unknown> {
  const type = typeof pipeline === 'string' ? pipeline : pipeline.name;
  const { kernel, epoch } = inBody(`run.child(${type})`);
  if (epoch.abandoned) return epoch.nothing();
  const id = idOf(kernel, type, input, options.id);
  epoch.countCall();
  const call = kernel.newCall(type, options.label ?? options.id?.slice(0, 80));
  call.tell({ child: id });
  const of: Of = { kernel, epoch, call, type, id, input };
  const output = await untilEnded(of, childOf(kernel, type, id), options.onFailure ?? kernel.onFailure);
  call.finish();
  return output;
}

interface Of {
  readonly kernel: Kernel;
  readonly epoch: Epoch;
  readonly call: Call;
  readonly type: string;
  readonly id: string;
  readonly input: unknown;
}

const keyOf = (type: string, id: string): string => `child:${type}:${id}`;

function childOf({ children, sdk }: Kernel, type: string, id: string): Child {
  const key = keyOf(type, id);
  const child = children.get(key) ?? { scope: sdk.scope() };
  children.set(key, child);
  return child;
}

async function untilEnded(of: Of, child: Child, onFailure: OnFailure): Promise<unknown> {
  const { epoch, call, type, id } = of;
  for (;;) {
    // Outside of what a person may try again: that would never work.
    if (!child.attempt) mustFitHistory(of.kernel);
    try {
      return await epoch.whileOpen((child.attempt ??= child.scope.run(() => attempt(of, child))));
    } catch (error) {
      if (cancellationIn(error)) {
        call.cancel();
        throw error;
      }
      const { message } = causeOf(error);
      // A body that runs again is told the same, until a person has it started again.
      if (onFailure !== 'pause') {
        call.fail(message);
        throw onFailure === 'throw' ? new StepFailed(call, error) : error;
      }
      const told = `the run ${id} of ${type} did not end well: ${message}`;
      const abandoned = (): boolean => epoch.abandoned;
      const decision = await call.pause({ message: told, cannotBeSkipped: true, abandoned });
      // A body that has been abandoned hears of nothing any more.
      if (decision === 'abandoned') return epoch.end.then(() => new Promise(() => undefined));
      startAnew(child);
    }
  }
}

function startAnew(child: Child): void {
  child.attempt = undefined;
  child.hasFailed = false;
}

/** A person has the body run again: what failed is started again by it. */
export function forgetFailed(children: Children): void {
  for (const child of children.values()) if (child.hasFailed) startAnew(child);
}

/** The run ends, however it does: its children are cancelled, and have ended before it has. */
export async function endChildren(children: Children): Promise<void> {
  const all = [...children.values()];
  for (const { scope } of all) scope.cancel();
  await Promise.allSettled(all.flatMap((child) => child.attempt ?? []));
}

/** Runs the child once. Rejects with what it ended with, a cancellation of this run, or what it cannot be started for. */
async function attempt(of: Of, child: Child): Promise<unknown> {
  const { kernel, type, id } = of;
  const key = keyOf(type, id);
  if (kernel.facts.has(key)) return kernel.facts.get(key);
  const started = await startedChild(of, child);
  try {
    const output = await started.result;
    const kept = output ?? null;
    if (fitsInline(kept) && kernel.facts.hasRoomFor(kept)) await remember(kernel, key, kept);
    return output;
  } catch (error) {
    child.continues = started.runId;
    child.hasFailed = true;
    throw cancellationIn(error) && !kernel.sdk.isCancelled()
      ? refused('ChildCancelled', `the run ${id} was cancelled`)
      : error;
  }
}

async function startedChild({ kernel, call, type, id, input }: Of, child: Child): Promise<ChildExecution> {
  const { sdk } = kernel;
  for (let tries = 0; ; tries += 1) {
    if (kernel.heldFor !== undefined) await kernel.parking.until(() => kernel.heldFor === undefined);
    // As JSON: what is undefined is not sent.
    const options = { onFailure: kernel.onFailure === 'fail' ? 'fail' : undefined, continues: child.continues };
    const started = await kernel.room.with(jsonBytes(input) ?? 0, () => sdk.child(type, id, [input, options]));
    if (started !== 'taken') {
      call.scheduled();
      return started;
    }
    await sdk.condition(() => false, TAKEN_MS[Math.min(tries, TAKEN_MS.length - 1)], `waits for the end of ${id}`);
  }
}

/** Checked here, so that what can never work ends the run with words of its own. */
function idOf(kernel: Kernel, type: string, input: unknown, given: string | undefined): string {
  try {
    checkInput(input);
    if (type === '') throw new Misshapen('A child needs the name of a pipeline');
    const id = given ?? `${kernel.id}.${type}.${shortHash(identityOf(input))}`;
    checkId(id);
    return id;
  } catch (error) {
    throw error instanceof Misshapen ? stop('ChildInvalid', `${error.message} (run.child of ${type})`) : error;
  }
}
