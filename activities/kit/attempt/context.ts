import { AsyncLocalStorage } from 'node:async_hooks';
import type { z } from 'zod';
import { LeaseLost, RedisFailure } from '../../../redis';
import type { Hold } from '../../../redis';
import { hashOf } from '../../../redis/canonical';
import type { Json } from '../contract';
import type { AnyStepDefinition, OnceOptions, PaidCall, StepContext } from '../authoring/define';
import { nonRetryable, OwnFailure } from '../errors';
import { checkedBy, issuesIn, jsonOf } from '../content/json';
import { formerNames, keepMsOf } from '../authoring/keep';
import { returned } from './leaving';
import type { Asker } from '../worker/paid';
import { readable } from '../thrown';
import type { Execution } from './work';

/** Whose context it is: a step's or an item's. */
export interface Subject {
  readonly step: string;
  /** The step's hash, or the item's: what answers are kept under. */
  readonly hash: string;
  /** What they were kept under before the step was renamed. */
  readonly formerly?: readonly string[];
  /** How long they are kept; by default what the worker says. */
  readonly keepMs?: number | undefined;
  readonly idempotencyKey: string;
}

/**
 * A plain step as a subject: one call of it, under the key that its author names. One that was renamed has the key that it had
 * under its first name: a run that is started again after the change asks for the same effect.
 */
export function subjectOf(x: Execution, step: string, definition: AnyStepDefinition, ownKey?: string): Subject {
  const { hash, formerly } = x;
  const [firstName = step] = formerNames(definition);
  const idempotencyKey = ownKey ?? hashOf([x.attempt.runId, firstName, formerly[0] ?? hash]);
  return { step, hash, formerly, keepMs: keepMsOf(definition), idempotencyKey };
}

export interface PaidCount {
  asked: number;
  paid: number;
}

export interface ContextOptions {
  readonly resource?: Hold;
  /** The code runs in a paid call, which this signal ends: a lost lease does not. */
  readonly call?: AbortSignal;
  /** Counts what is asked for and what of it is paid. */
  readonly paying?: PaidCount;
  /** Called when the step's own code reads its key, which makes it an effect. */
  readonly onKeyRead?: () => void;
}

/** An attempt, or a paid call in it, as somebody who asks for paid answers. */
export function askerOf(x: Execution, { resource, call }: ContextOptions = {}): Asker {
  return {
    signal: call ?? x.signal,
    lease: call ?? x.lost,
    cancelled: call ?? x.callSignal,
    assertHeld() {
      x.hold.assertHeld();
      resource?.assertHeld();
    },
    atEnd: x.atEnd,
  };
}

/** Copied with a spread, it has its key read: add to it with `Object.assign`. */
export function stepContext(x: Execution, subject: Subject, options: ContextOptions = {}): StepContext<unknown> {
  const asker = askerOf(x, options);
  return {
    deps: x.kit.deps,
    runId: x.attempt.runId,
    name: subject.step,
    signal: asker.signal,
    get idempotencyKey() {
      options.onKeyRead?.();
      return subject.idempotencyKey;
    },
    attempt: x.attempt.number,
    log: x.kit.log,
    assertHeld: asker.assertHeld,
    progress: (done, total) => x.heart.progress(done, total),
    once(key, fn, onceOptions) {
      const { paying = { asked: 0, paid: 0 } } = options;
      paying.asked += 1;
      const pay = (call: PaidCall): ReturnType<typeof fn> => {
        paying.paid += 1;
        return fn(call);
      };
      return once(x, subject, asker, key, pay, onceOptions);
    },
  };
}

const insideOnce = new AsyncLocalStorage<string>();

async function once<T extends Json>(
  x: Execution,
  subject: Subject,
  asker: Asker,
  key: string,
  fn: (call: PaidCall) => Promise<T>,
  options: OnceOptions<T> = {},
): Promise<T> {
  const outer = insideOnce.getStore();
  if (outer !== undefined) {
    throw nonRetryable(
      'InputInvalid',
      `${subject.step}: once('${key}') is called inside once('${outer}'); call one after the other`,
    );
  }
  const question = {
    what: `${subject.step}: the answer of once('${key}')`,
    hash: hashOf([subject.hash, key]),
    formerly: (subject.formerly ?? []).map((hash) => hashOf([hash, key])),
    keepMs: subject.keepMs,
    idempotencyKey: hashOf([subject.idempotencyKey, key]),
    ...options,
  };
  return (await paidFor(x, asker, question, (call) => insideOnce.run(key, () => fn(call)))) as T;
}

export interface Question extends Pick<Subject, 'hash' | 'formerly' | 'keepMs'> {
  /** For messages. */
  readonly what: string;
  readonly idempotencyKey: string;
  readonly output?: z.ZodType;
  readonly again?: number;
}

/**
 * Rule 13: the answer to a question, paid for at most once for each time that it is asked. It is stored as it came, before
 * its schema looks at it: to be asked again, a wrong shape needs an author (`again`) or a person (`--fresh`).
 */
export async function paidFor(
  x: Execution,
  asker: Asker,
  question: Question,
  pay: (call: PaidCall, time: number) => Promise<unknown>,
): Promise<unknown> {
  // A wish to pay again has a name of its own, so that its attempts pay once between them.
  const { fresh } = x.options;
  const { what, keepMs } = question;
  return untilItFits(question, async (time) => {
    const named = (hash: string): string => {
      const base = fresh === undefined ? hash : hashOf([hash, fresh]);
      return time === 0 ? base : hashOf([base, time]);
    };
    const idempotencyKey = keyOfTime(question.idempotencyKey, time);
    const asked = { name: named(question.hash), formerly: question.formerly?.map(named) ?? [], keepMs, what };
    const answer = await x.kit.paid.ask(asked, asker, async (signal) =>
      jsonOf(what, await pay({ idempotencyKey, signal }, time)),
    );
    return JSON.parse(answer) as unknown;
  });
}

/** The first answer that fits the schema, of at most `1 + again`. Throws `OutputInvalid`, final, when none does. */
export async function untilItFits(
  { what, output, again = 0 }: Pick<Question, 'what' | 'output' | 'again'>,
  ask: (time: number) => Promise<unknown>,
): Promise<unknown> {
  for (let time = 0; ; time += 1) {
    const answer = await ask(time);
    if (!output) return answer;
    const checked = checkedBy(output, what, () => answer);
    if (checked.success) return checked.data;
    if (time >= again) {
      throw nonRetryable('OutputInvalid', `${what} is not what the step declares: ${issuesIn(checked.error)}`);
    }
  }
}

/** A provider that knows the key would only repeat an answer: each time that it is asked anew has a key of its own. */
export const keyOfTime = (key: string, time: number): string => (time === 0 ? key : hashOf([key, time]));

/** What the border between the guard and a step's own code must know of an attempt. */
export type Border = Pick<Execution, 'signal' | 'closing' | 'hold' | 'leave'>;

/**
 * Runs the step's own code and tells its failures from everybody else's. It starts nothing once the attempt is closing,
 * and ends soon after the signal even when that code does not: `name` is then noted.
 */
export async function own<T>(x: Border, name: string, run: () => Promise<T>): Promise<T> {
  x.closing.throwIfAborted();
  try {
    return await returned(run(), x.signal, x.hold.clock, () => x.leave(name));
  } catch (thrown) {
    if (x.signal.aborted) throw x.signal.reason;
    const error = readable(thrown);
    // `step.once` and `step.assertHeld` throw these through the step's code: not its fault.
    if (error instanceof LeaseLost || error instanceof RedisFailure) throw error;
    throw new OwnFailure(error);
  }
}
