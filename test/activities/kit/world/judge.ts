/** What must be true of every history of the guard. */
import type { Entry, Outside } from './shop';
import { isDeclared, keyOf } from './shop';
import type { Activity, Call, Ended } from './temporal';

/** A call of one of the shop's steps. */
export interface ShopCall extends Call {
  readonly step: string;
  readonly order: string;
}

export interface History {
  readonly outside: Outside;
  readonly activities: readonly Activity<ShopCall>[];
  readonly ends: ReadonlyMap<Activity<ShopCall>, Ended>;
  readonly maximumFailures: number;
  /** Redis lost locks or state: what was recorded may be done again, and two may believe. */
  readonly isLossy: boolean;
  /** A stall that costs a lease counts as a failure of the step. */
  readonly stalls: number;
}

type Answer = { readonly $effect?: { key?: string }; readonly $skipped?: string };
type Failure = Error & { readonly type?: string; readonly details?: readonly unknown[] };

export function judge(history: History): string[] {
  const { activities, ends } = history;
  return [
    ...activities.flatMap((activity) => {
      const { step, order, activityId } = activity.call;
      const end = ends.get(activity);
      const wrong = end ? wrongIn(history, activity, end) : ['it never ended'];
      return wrong.map((what) => `${step} ${order} (activity ${activityId}): ${what}`);
    }),
    ...wrongKeys(history.outside.journal),
    ...(history.isLossy ? [] : [...doneAfterAnswers(history), ...tokensThatFall(history.outside.journal)]),
  ];
}

function wrongIn(history: History, { call }: Activity<ShopCall>, end: Ended): string[] {
  if (end.isCancelled) return [];
  if (end.failure) return wrongFailure(history, call, end, end.failure);
  const { $effect, $skipped } = end.answer as Answer;
  const key = keyOf(call.step, call.order);
  // What is skipped by hand may be unreadable: then it has no key.
  if (call.step === 'bill' && $skipped !== undefined && $effect && !$effect.key) return [];
  if (isDeclared(call.step)) return same('its mark', $effect, key);
  if (call.step !== 'mail') return same('its mark', $effect, undefined);
  // One that was skipped may be told of by a worker that never saw it run; a large answer is not kept.
  if ($skipped !== undefined || $effect === undefined)
    return $skipped === undefined && !isLarge(end) ? ['no mark'] : [];
  return same('its mark', $effect, {});
}

const isLarge = ({ answer }: Ended): boolean => JSON.stringify(answer).length > 4096;

function same(what: string, found: unknown, wanted: unknown): string[] {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  return a === b ? [] : [`${what} is ${a}, not ${b}`];
}

function wrongFailure(
  { outside, maximumFailures, stalls }: History,
  { step, order, runId, activityId }: ShopCall,
  { silent }: Ended,
  { type = '', details = [], message }: Failure,
): string[] {
  const wrong: string[] = [];
  const entries = outside.journal.filter(
    (entry) => entry.step === step && entry.order === order && entry.runId === runId,
  );
  const mine = entries.filter((entry) => entry.activityId === activityId);
  if (!['InputInvalid', 'StepExhausted', 'TooLarge', ...(step === 'bill' ? ['StateLost'] : [])].includes(type))
    wrong.push(`failed with ${type}: ${message}`);
  const failures = entries.filter(({ what }) => what === 'failed').length + stalls;
  if (type === 'StepExhausted' && failures < maximumFailures)
    wrong.push(`exhausted after ${failures} failures: ${message}`);
  const last = details.at(-1) as { $begun?: { key?: string } } | undefined;
  const isBegun = last?.$begun !== undefined;
  const began = mine.some(({ what }) => what === 'began');
  // Who read its key in an attempt that told how it ended has been heard.
  const isKnown = isDeclared(step) || mine.some(({ what, attempt }) => what === 'read' && !silent.includes(attempt));
  if (began && isKnown && !isBegun) wrong.push(`it began, and ${message} does not say so`);
  if (isBegun && !began && silent.length === 0) wrong.push(`nothing began, and ${message} says so`);
  if (isBegun && step !== 'mail' && !isDeclared(step)) wrong.push('it is no effect, and says that it has begun');
  // One that was killed may have named its key to nobody.
  if (isBegun && isDeclared(step) && silent.length === 0)
    wrong.push(...same('its key', last.$begun, keyOf(step, order)));
  return wrong;
}

/** The same in all attempts and activities of one call. */
function wrongKeys(journal: readonly Entry[]): string[] {
  const keys = new Map<string, string>();
  return journal.flatMap(({ step, order, runId, key }) => {
    if (key === undefined) return [];
    const known = keys.get(`${runId} ${step} ${order}`) ?? key;
    keys.set(`${runId} ${step} ${order}`, known);
    const named = keyOf(step, order).key ?? known;
    return key === known && key === named ? [] : [`${step} ${order} was sent under ${key} and ${known}`];
  });
}

/** What was recorded is not done again. */
function doneAfterAnswers({ outside, activities, ends }: History): string[] {
  return activities.flatMap((activity) => {
    const end = ends.get(activity);
    if (!end || !('answer' in end)) return [];
    const { step, order, runId } = activity.call;
    const again = outside.journal.filter(
      (entry) =>
        entry.what === 'did' &&
        entry.step === step &&
        entry.order === order &&
        entry.runId === runId &&
        entry.atMs > end.atMs,
    );
    return again.map(
      ({ attempt, atMs }) => `${step} ${order} was answered at ${end.atMs} and done at ${atMs} (attempt ${attempt})`,
    );
  });
}

/** On one resource nobody acts with a token that is smaller than one that has acted. */
function tokensThatFall(journal: readonly Entry[]): string[] {
  const largest = new Map<string, number>();
  return journal.flatMap(({ what, order, token }) => {
    if (what !== 'did' || token === undefined) return [];
    const before = largest.get(order) ?? 0;
    largest.set(order, Math.max(before, token));
    return token > before ? [] : [`truck ${order}: token ${token} acted after ${before}`];
  });
}
