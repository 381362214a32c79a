/** What Temporal's history tells of a run: its activities, where it healed, what people told it. */
import type { LoadedDataConverter } from '@temporalio/common';
import type { CallOptions, LostInput, Mapped, ShardInput } from '../../activities/kit/contract';
import type { Beat } from '../../activities/kit/attempt/heartbeat';
import type { AttemptFact } from '../../redis';
import type { Link } from '../link';
import type { ActivityOutcome, DecisionReport, HealReport } from './types';
import { valuesOf } from '../payloads';
import { isoTime } from '../timestamp';

/** More than a run of the most calls has, healed several times. */
const MAX_EVENTS = 20_000;
const PAGE = 1000;

export interface ActivityFact {
  readonly id: string;
  readonly step: string;
  /** The call that it is a part of, by its name: `report.claims`, `report.claims [day 3]`. */
  readonly call: string;
  readonly part?: string;
  /** Of a shard of a map. */
  readonly shard?: ShardFact;
  /** Who made what it reads by reference, by step and token. */
  readonly reads: readonly Maker[];
  readonly scheduledAt: string;
  startedAt?: string;
  endedAt?: string;
  outcome: ActivityOutcome;
  attempt: number;
  /** Earlier attempts, as far as the last one was told of them. */
  attempts: readonly AttemptFact[];
  worker?: string;
  phase?: string;
  /** Items that an activity which has not ended has dealt with, as its heartbeat says. */
  done?: number;
  message?: string;
  /** Of the failure. */
  type?: string;
  /** Tokens of the commits that made its output. */
  tokens: readonly number[];
  /** What a shard of a map made: the outcomes of its items. */
  output?: Mapped<unknown>;
}

export interface Maker {
  readonly step: string;
  /** Of the commit that made it. */
  readonly token: number;
}

/** Which items of which list; `of` is the same for the shards of one map. */
export interface ShardFact {
  readonly of: string;
  readonly from: number;
}

export interface RunHistory {
  readonly activities: readonly ActivityFact[];
  readonly healed: readonly HealReport[];
  readonly decisions: readonly DecisionReport[];
  readonly sdks: readonly string[];
  /** The arguments of the workflow. */
  readonly args: readonly unknown[];
  readonly read: number;
}

type Event = NonNullable<
  NonNullable<
    Awaited<ReturnType<Link['temporal']['workflowService']['getWorkflowExecutionHistory']>>['history']
  >['events']
>[number];
type Failure = NonNullable<Event['activityTaskFailedEventAttributes']>['failure'];
type Payloads = NonNullable<Event['activityTaskCompletedEventAttributes']>['result'];

/** Reads at most 20,000 events. */
export async function readHistory(link: Link, workflowId: string, runId: string): Promise<RunHistory> {
  const events: Event[] = [];
  let nextPageToken: Uint8Array | undefined;
  do {
    const page = await link.temporal.workflowService.getWorkflowExecutionHistory({
      namespace: link.config.namespace,
      execution: { workflowId, runId },
      maximumPageSize: PAGE,
      ...(nextPageToken && { nextPageToken }),
    });
    events.push(...(page.history?.events ?? []));
    nextPageToken = page.nextPageToken;
  } while (nextPageToken.length > 0 && events.length < MAX_EVENTS);
  return toldBy(events, link.temporal.options.loadedDataConverter);
}

/** The same from events in hand. */
export async function toldBy(events: readonly Event[], converter: LoadedDataConverter): Promise<RunHistory> {
  const reader = new Reader(converter);
  for (const event of events) await reader.read(event);
  const { activities, healed, decisions, sdks, args } = reader;
  return { activities: [...activities.values()], healed, decisions, sdks: [...sdks], args, read: events.length };
}

const timeOf = (event: Event): string => isoTime(event.eventTime) ?? '';

class Reader {
  /** By the event that scheduled them, in that order. */
  readonly activities = new Map<string, ActivityFact>();
  readonly healed: HealReport[] = [];
  readonly decisions: DecisionReport[] = [];
  readonly sdks = new Set<string>();
  args: readonly unknown[] = [];
  private lost: HealReport['lost'][number][] = [];

  constructor(private readonly converter: LoadedDataConverter) {}

  async read(event: Event): Promise<void> {
    const begun = event.workflowExecutionStartedEventAttributes;
    if (begun) this.args = await this.decoded(begun.input);
    const sdk = event.workflowTaskCompletedEventAttributes?.sdkMetadata;
    if (sdk?.sdkVersion) this.sdks.add(`${sdk.sdkName ?? ''} ${sdk.sdkVersion}`.trim());
    if (event.activityTaskScheduledEventAttributes) await this.scheduled(event);
    this.started(event);
    await this.ended(event);
    await this.told(event);
  }

  private async scheduled(event: Event): Promise<void> {
    const { activityId, activityType, input } = event.activityTaskScheduledEventAttributes ?? {};
    const name = activityType?.name ?? '';
    const [given, options] = await this.decoded(input);
    if (name === 'kit.open' && this.lost.length > 0) {
      this.healed.push({ at: timeOf(event), lost: this.lost });
      this.lost = [];
    }
    const part = partOf(name, given, options);
    const step = name === 'kit.gather' ? (given as { of: string }).of : name;
    const shard = shardOf(given);
    this.activities.set(String(event.eventId), {
      id: activityId ?? '',
      step,
      call: (options as CallOptions | undefined)?.call ?? step,
      reads: refsIn(given),
      ...(shard ? { shard } : {}),
      scheduledAt: timeOf(event),
      outcome: 'waiting',
      attempt: 1,
      attempts: [],
      tokens: [],
      ...(part === undefined ? {} : { part }),
    });
  }

  /** Written when an attempt ends the activity: those before it leave no event. */
  private started(event: Event): void {
    const { scheduledEventId, attempt, identity } = event.activityTaskStartedEventAttributes ?? {};
    const activity = this.activities.get(String(scheduledEventId));
    if (!activity) return;
    activity.startedAt = timeOf(event);
    activity.outcome = 'running';
    activity.attempt = attempt ?? 1;
    if (identity) activity.worker = identity;
  }

  private async ended(event: Event): Promise<void> {
    const end =
      event.activityTaskCompletedEventAttributes ??
      event.activityTaskFailedEventAttributes ??
      event.activityTaskTimedOutEventAttributes ??
      event.activityTaskCanceledEventAttributes;
    const activity = this.activities.get(String(end?.scheduledEventId));
    if (!end || !activity) return;
    activity.endedAt = timeOf(event);
    if ('result' in end) await this.completed(activity, end.result);
    else if (event.activityTaskCanceledEventAttributes) activity.outcome = 'cancelled';
    else await this.failed(activity, (end as { failure?: Failure }).failure);
  }

  private async completed(activity: ActivityFact, result: Payloads): Promise<void> {
    const [output] = await this.decoded(result);
    const isSkipped = typeof output === 'object' && output !== null && '$skipped' in output;
    activity.outcome = isSkipped ? 'skipped' : 'done';
    const made = isSkipped ? (output as { output?: unknown }).output : output;
    activity.tokens = refsIn(made).map(({ token }) => token);
    if (activity.shard) activity.output = made as Mapped<unknown>;
  }

  private async failed(activity: ActivityFact, failure: Failure): Promise<void> {
    activity.message = failure?.message ?? '';
    const info = failure?.applicationFailureInfo;
    if (info?.type) activity.type = info.type;
    const timeout = failure?.timeoutFailureInfo;
    activity.outcome = timeout ? 'timed out' : 'failed';
    const [details] = await this.decoded(info?.details ?? timeout?.lastHeartbeatDetails);
    if (info?.type === 'StateLost') {
      activity.outcome = 'lost';
      const found = details as readonly LostInput[];
      this.lost.push(...found.map(({ field, step, corrupt }) => ({ by: activity.step, input: field, step, corrupt })));
    } else activity.attempts = (details as Partial<Beat> | undefined)?.attempts ?? activity.attempts;
  }

  private async told(event: Event): Promise<void> {
    const request = event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest;
    if (!request?.input) return;
    const [given] = await this.decoded(request.input.args);
    const { step, name, from, reason } = (given ?? {}) as Record<string, unknown>;
    const about = [step, name, from].find((one) => typeof one === 'string') as string | undefined;
    this.decisions.push({
      at: timeOf(event),
      update: request.input.name ?? '',
      by: request.meta?.identity ?? '',
      ...(about === undefined ? {} : { about }),
      ...(typeof reason === 'string' ? { reason } : {}),
    });
  }

  private decoded(payloads: Payloads | undefined): Promise<unknown[]> {
    return valuesOf(this.converter, payloads?.payloads);
  }
}

function shardOf(given: unknown): ShardFact | undefined {
  const { items, shared, from } = (given ?? {}) as Partial<ShardInput>;
  if (typeof from !== 'number' || !items) return undefined;
  return { of: JSON.stringify([items.$ref, items.view, shared]), from };
}

function partOf(name: string, given: unknown, options: unknown): string | undefined {
  const { undoes } = (options ?? {}) as CallOptions;
  if (undoes) return `undo of ${undoes.step}`;
  if (name === 'kit.gather') return 'gather';
  const { from, to } = (given ?? {}) as Partial<ShardInput>;
  return typeof from === 'number' && typeof to === 'number' ? `items ${from + 1} to ${to}` : undefined;
}

/** References in an input or output: fields, or those of `shared` and `parts` below. */
function refsIn(value: unknown): Maker[] {
  if (typeof value !== 'object' || value === null) return [];
  const { $ref, step, gen } = value as Record<string, unknown>;
  if (typeof $ref === 'string' && typeof step === 'string') return [{ step, token: Number(gen) }];
  return Object.values(value).flatMap(refsIn);
}
