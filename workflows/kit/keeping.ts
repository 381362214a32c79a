/**
 * Before a call of a step is scheduled: does an answer that this execution already has belong to it, and would it make an
 * effect again under another key? Then nothing is scheduled until a person has decided (states: effects.ts).
 */
import type { EffectKey } from '../../activities/kit/contract';
import type { Call } from './call';
import { isAnswered } from './effects';
import type { AnsweredEffect, EffectFact } from './effects';
import type { Epoch } from './epoch';
import { cut, stop } from './failure';
import type { Identity } from './identity';
import type { Kernel } from './kernel';

/** Of each of the two inputs in the message of a pause. */
const INPUT_CHARACTERS = 300;

export interface Candidate {
  readonly kernel: Kernel;
  readonly epoch: Epoch;
  readonly call: Call;
  readonly input: Identity;
}

/** What a call gets without being scheduled; how it is to be scheduled; or that nobody waits for it any more. */
export type Verdict =
  | { readonly taken: AnsweredEffect; readonly skippedFor?: string }
  | { readonly schedule: { readonly skip?: string; readonly time?: number } }
  | 'abandoned';

/** `askKey` asks for the business key of the call, which takes an activity; undefined when the body was abandoned meanwhile. */
export async function keptFor(of: Candidate, askKey: () => Promise<EffectKey | undefined>): Promise<Verdict> {
  const { kernel, call, input } = of;
  const { effects } = kernel;
  const exact = effects.take(call.step, input, {});
  if (exact) return { taken: exact };
  const key = effects.hasKeys(call.step) ? await askKey() : {};
  if (key === undefined) return 'abandoned';
  const named = effects.take(call.step, input, key);
  if (named) return { taken: named };
  // Other calls of this turn take what is theirs first: their order does not matter.
  if (effects.conflict(call.step, input, key)) await Promise.resolve();
  const conflict = effects.conflict(call.step, input, key);
  return conflict ? decided(of, key, conflict) : { schedule: effects.timeOf(call.step, input, key) };
}

async function decided(of: Candidate, key: EffectKey, found: EffectFact): Promise<Verdict> {
  const { kernel, epoch, call, input } = of;
  const { effects } = kernel;
  const message = messageOf(call.step, found, input);
  if (kernel.onFailure === 'fail') {
    call.fail(message);
    throw stop('EffectConflict', message);
  }
  const isNone = (): boolean => effects.conflict(call.step, input, key) === undefined;
  const decision = await call.pause({
    message,
    effect: found.answer ? 'done' : 'begun',
    abandoned: () => epoch.abandoned || isNone(),
  });
  if (decision === 'abandoned')
    return epoch.abandoned ? 'abandoned' : { schedule: effects.timeOf(call.step, input, key) };
  if (decision.skip !== undefined && isAnswered(found)) {
    effects.keep(call.step, input, found);
    return { taken: found, skippedFor: decision.skip };
  }
  effects.make(call.step, input, found);
  return { schedule: { ...decision, ...effects.timeOf(call.step, input, key) } };
}

function messageOf(step: string, { input: was, key, answer, undone }: EffectFact, input: Identity): string {
  const named = key === undefined ? '' : ` (key ${cut(key, INPUT_CHARACTERS)})`;
  const before = `${cut(was, INPUT_CHARACTERS)}${named}`;
  const now = `Now: ${cut(input, INPUT_CHARACTERS)}`;
  if (undone) {
    const keep = answer ? 'skip it to keep the old answer, ' : '';
    return `${step} was done in this run, and was being undone when the execution before this one ended: look whether it was undone; ${keep}retry it to make it again. Done: ${before}. ${now}`;
  }
  return answer
    ? `${step} has been done in this run with another input, and is not made again yet: skip it to keep the old answer, retry it to make it as well. Done: ${before}. ${now}`
    : `${step} may have been done in this run with another input, nobody knows its end, and it is not made again yet: look whether it was done; retry it to make it. Begun: ${before}. ${now}`;
}
