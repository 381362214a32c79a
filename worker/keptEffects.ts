/**
 * What a closed execution knows of its effects, read from its history: it needs no worker that could still replay it. The kernel
 * (workflows/kit/effects.ts) keeps the same facts while an execution lasts.
 */
import { defaultDataConverter } from '@temporalio/common';
import type { LoadedDataConverter, Payload, PayloadCodec } from '@temporalio/common';
import type { NativeConnection } from '@temporalio/worker';
import { valuesOf } from '../client/payloads';
import type { Begun, CallOptions, EffectAnswer, KeptEffect, KeptPage } from '../activities/kit';
import { UndoneInHistory } from './undoneInHistory';

type Answer = Awaited<ReturnType<NativeConnection['workflowService']['getWorkflowExecutionHistory']>>;
export type HistoryEvent = NonNullable<NonNullable<Answer['history']>['events']>[number];
type Payloads = readonly Payload[] | null | undefined;

const NOT_FOUND = 5;

interface Asked {
  readonly connection: NativeConnection;
  readonly namespace: string;
  /** Of the worker's data converter. */
  readonly codecs?: readonly PayloadCodec[] | undefined;
}

/**
 * All facts in the order in which the effects ended; none where Temporal keeps the history no longer.
 * @param effects names of the steps that are effects by definition: one of those that never ended may have happened.
 */
export async function keptEffectsOf(
  { connection, namespace, codecs = [] }: Asked,
  execution: { readonly workflowId: string; readonly runId: string },
  effects: ReadonlySet<string>,
): Promise<readonly KeptEffect[]> {
  const facts = new EffectsInHistory({ ...defaultDataConverter, payloadCodecs: [...codecs] }, effects);
  let nextPageToken: Uint8Array | undefined;
  try {
    do {
      const request = { namespace, execution, ...(nextPageToken && { nextPageToken }) };
      const answer: Answer = await connection.workflowService.getWorkflowExecutionHistory(request);
      for (const event of answer.history?.events ?? []) await facts.take(event);
      nextPageToken = answer.nextPageToken;
    } while (nextPageToken.length > 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === NOT_FOUND) return [];
    throw error;
  }
  return facts.all;
}

interface Call {
  readonly step: string;
  readonly input: unknown;
  readonly options: CallOptions;
}

/** Follows the events of one history. Exported for its tests. */
export class EffectsInHistory {
  private facts: KeptEffect[] = [];
  /** Activities without an end, by the event that scheduled them. */
  private readonly open = new Map<string, Call>();
  private readonly undone = new UndoneInHistory();

  constructor(
    private readonly converter: LoadedDataConverter,
    private readonly effects: ReadonlySet<string>,
  ) {}

  get all(): readonly KeptEffect[] {
    const begun = [...this.open.values()].filter(
      ({ step, options }) => this.effects.has(step) || options.undo === true,
    );
    const own = begun.filter(({ options }) => !options.undoes).map(({ step, input }) => ({ step, input }));
    return this.undone.over([...this.facts, ...own]);
  }

  async take(event: HistoryEvent): Promise<void> {
    const { activityTaskScheduledEventAttributes: scheduled } = event;
    const { activityTaskCompletedEventAttributes: completed, activityTaskFailedEventAttributes: failed } = event;
    if (scheduled) {
      const [input, options] = await this.decoded(scheduled.input?.payloads);
      // What a reminder did answers no call of the body.
      if (isObject(options) && 'occasion' in options) return;
      const call = { step: scheduled.activityType?.name ?? '', input, options: (options ?? {}) as CallOptions };
      this.open.set(String(event.eventId), call);
      this.heard(call, false);
    } else if (completed) {
      const [result] = await this.decoded(completed.result?.payloads);
      this.completed(this.ended(completed.scheduledEventId), result);
    } else if (failed) {
      const call = this.ended(failed.scheduledEventId);
      const details = failed.failure?.applicationFailureInfo?.details?.payloads;
      const last = (await this.decoded(details)).at(-1);
      if (!call || call.options.undoes || !isObject(last) || !('$begun' in last)) return;
      this.facts.push({ step: call.step, input: call.input, ...(last as Begun).$begun });
    }
  }

  private completed(call: Call | undefined, result: unknown): void {
    if (!call) return;
    if (this.heard(call, true)) return;
    const { step, input } = call;
    // What a person wanted made again, and what this execution was told of the one before it.
    if (step === 'kit.reset') this.forget(input as { step?: string; floor?: boolean });
    else if (step === 'kit.kept') this.facts.push(...(result as KeptPage).effects);
    else if (isObject(result) && '$effect' in result) {
      const { $effect, ...answer } = result as EffectAnswer;
      this.facts.push({ step, input, ...$effect, answer });
    }
  }

  /** @returns whether the call undoes something: what it does itself is no effect that a body could ask for. */
  private heard({ step, input, options: { undoes } }: Call, isAnswered: boolean): boolean {
    if (undoes) this.undone.heard({ step, input, undoes }, isAnswered);
    return undoes !== undefined;
  }

  private forget({ step, floor }: { step?: string; floor?: boolean }): void {
    if (floor === true) this.facts = this.facts.filter((fact) => fact.step !== step || fact.undone === 'yes');
  }

  private ended(scheduledEventId: unknown): Call | undefined {
    const id = String(scheduledEventId);
    const call = this.open.get(id);
    this.open.delete(id);
    return call;
  }

  private async decoded(payloads: Payloads): Promise<unknown[]> {
    return valuesOf(this.converter, payloads);
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
