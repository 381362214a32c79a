/** Replays the history of a run against workflow code, and finds the event at which the two part. */
import { DeterminismViolationError } from '@temporalio/workflow';
import { Worker } from '@temporalio/worker';
import type { ReplayWorkerOptions } from '@temporalio/worker';

/** Of a history what is looked at here, as a server tells it or as JSON: the SDK takes both. */
export interface History {
  readonly events?: readonly HistoryEvent[] | null;
}

interface Named {
  readonly name?: string | null | undefined;
}

interface HistoryEvent {
  readonly eventId?: unknown;
  readonly workflowExecutionStartedEventAttributes?:
    | {
        readonly workflowId?: string | null | undefined;
        readonly workflowType?: Named | null;
        readonly taskQueue?: object | null | undefined;
      }
    | null
    | undefined;
  readonly workflowTaskCompletedEventAttributes?: object | null | undefined;
  readonly activityTaskScheduledEventAttributes?: { readonly activityType?: Named | null } | null | undefined;
}

export interface Divergence {
  /** The event of the history that the code does not lead to. Absent when the code fails before it is asked. */
  readonly eventId?: number;
  readonly event?: string;
  readonly why: string;
}

/** @returns undefined when the code takes every decision that the history records. */
export async function divergenceOf(code: ReplayWorkerOptions, history: History): Promise<Divergence | undefined> {
  // Before its first task has ended a workflow has decided nothing, and the SDK would wait for one.
  if (history.events?.some((event) => event.workflowTaskCompletedEventAttributes) !== true) return undefined;
  const error = await replay(code, history);
  if (error === undefined) return undefined;
  const message = reasonIn(error.message);
  const found = EVENT.exec(message);
  if (found) return { ...at(history, Number(found[1]), found[2] ?? ''), why: meant(message) };
  if (!(error instanceof DeterminismViolationError)) return { why: message };
  const mismatch = MISMATCH.exec(message);
  if (!mismatch) return { why: message };
  const [, scheduled = '', called = ''] = mismatch;
  const eventId = await mismatched(code, history, scheduled, called);
  const why = `the code calls ${called} instead`;
  return { event: `ActivityTaskScheduled ${scheduled}`, why, ...(eventId === undefined ? {} : { eventId }) };
}

async function replay(code: ReplayWorkerOptions, history: History): Promise<Error | undefined> {
  try {
    const { workflowId } = history.events?.[0]?.workflowExecutionStartedEventAttributes ?? {};
    await Worker.runReplayHistory(code, history, workflowId ?? undefined);
    return undefined;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

/** Two ways in which the SDK's core names an event. */
const EVENT = /(?:HistoryEvent\(id:|EventInfo \{ event_id:) (\d+), (?:event_type: )?(\w+)/;
const MISMATCH = /scheduled event '([^']*)' does not match activity type of activity command '([^']*)'/;

/** The SDK wraps the reason into words of its own, as Rust writes texts: `… message: "[TMPRL1100] Nondeterminism error: REASON", source: …`. */
function reasonIn(message: string): string {
  const [, reason] = /message: "(?:\[TMPRL1100\] Nondeterminism error: )?(.*?)", source: /s.exec(message) ?? [];
  const plain = reason?.replace(/\\(.)/g, (_, character: string) => (/[nrt]/.test(character) ? ' ' : character));
  return (plain ?? message).replace(/\s+/g, ' ').trim();
}

function meant(message: string): string {
  if (message.startsWith('No command scheduled')) return 'the code asks for nothing more there';
  if (message.startsWith('Fatal error in workflow machines')) return 'the code does not lead there';
  const other = /^(\w+?) ?[mM]achine does not handle/.exec(message)?.[1];
  return other === undefined ? message : `the code goes on with another command there (${other})`;
}

function at(history: History, eventId: number, type: string): Pick<Divergence, 'event' | 'eventId'> {
  const event = history.events?.find((one) => Number(one.eventId) === eventId);
  const name = event?.activityTaskScheduledEventAttributes?.activityType?.name;
  return { eventId, event: typeof name === 'string' ? `${type} ${name}` : type };
}

/**
 * A mismatch names the activity, not the event. Where several events have that activity, each is given another name in
 * turn: the one under whose other name the same mismatch comes back is it.
 */
async function mismatched(
  code: ReplayWorkerOptions,
  { events }: History,
  scheduled: string,
  called: string,
): Promise<number | undefined> {
  for (const suspect of events ?? []) {
    const attributes = suspect.activityTaskScheduledEventAttributes;
    if (attributes?.activityType?.name !== scheduled) continue;
    const name = `${scheduled} of event ${String(suspect.eventId)}`;
    const renamed = { ...suspect, activityTaskScheduledEventAttributes: { ...attributes, activityType: { name } } };
    const error = await replay(code, { events: events?.map((event) => (event === suspect ? renamed : event)) ?? [] });
    const [, again, instead] = MISMATCH.exec(error?.message ?? '') ?? [];
    if (again === name && instead === called) return Number(suspect.eventId);
  }
  return undefined;
}
