/** Temporal as the client sees it: runs with an origin, an end and what they say of themselves. Everything that is told is written down. */
import { setImmediate as turn } from 'node:timers/promises';
import { WorkflowFailedError, WorkflowUpdateFailedError } from '@temporalio/client';
import {
  ApplicationFailure,
  defaultPayloadConverter,
  toPayloads,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
} from '@temporalio/common';
import { translated } from '../../client/errors';
import type { Link } from '../../client/link';
import type { RunProgress, StepRow } from '../../workflows/kit';

export interface FakeRun {
  readonly id: string;
  readonly type?: string;
  runId?: string;
  /** As Temporal has it: `RUNNING`, `COMPLETED`. */
  status?: string;
  readonly args?: readonly unknown[];
  /** Where the list is behind. */
  readonly listedAs?: string;
  readonly summary?: string;
  readonly memo?: Readonly<Record<string, unknown>>;
  readonly priority?: object;
  readonly result?: unknown;
  readonly failure?: Error;
  /** What it says of itself; absent: no worker answers. */
  progress?: RunProgress;
  /** Activities under way. */
  pending?: readonly object[];
  /** Of its workflow task. */
  readonly attempt?: number;
  /** Its history, the newest event first, in pages. */
  readonly pages?: readonly (readonly object[])[];
  /** Why it refuses an update, by its name; or what the update ends with otherwise. */
  readonly refuses?: Readonly<Record<string, Error>>;
  readonly onTold?: (name: string) => void;
}

export interface Told {
  readonly id: string;
  readonly what: string;
  readonly args?: unknown;
}

export const row = (name: string, status: StepRow['status'] = 'done', more: Partial<StepRow> = {}): StepRow => ({
  name,
  status,
  runs: 1,
  startedAt: '2026-01-01T00:00:00.000Z',
  ...more,
});

export const saying = (status: RunProgress['status'], more: Partial<RunProgress> = {}): RunProgress => ({
  id: 'run',
  status,
  steps: [],
  heals: 0,
  strikes: {},
  waitingFor: [],
  waits: [],
  activeMs: 0,
  ...more,
});

export class FakeTemporal {
  readonly told: Told[] = [];
  /** Types that workers have told of; others are refused. */
  types: readonly string[] | undefined;
  /** Blobs that are still there. */
  blobs: readonly string[] = [];
  /** Called when a run is to be started. */
  onStart: (id: string) => void = () => undefined;
  pollers: readonly object[] = [];
  /** What was asked of a history. */
  readonly asked: object[] = [];
  /** What runs were looked at, and which were listed. */
  readonly described: string[] = [];
  readonly queries: (string | undefined)[] = [];
  /** How long a question might take. */
  readonly deadlinesMs: number[] = [];
  /** What every look ends with. */
  breaks: Error | undefined;
  private readonly runs = new Map<string, FakeRun>();
  private executions = 1;

  constructor(...runs: readonly FakeRun[]) {
    for (const run of runs) this.has(run);
  }

  has(run: FakeRun): void {
    this.runs.set(run.id, { runId: 'execution-1', ...run });
  }

  at(id: string): FakeRun {
    const run = this.runs.get(id);
    if (!run) throw new WorkflowNotFoundError('workflow not found', id, undefined);
    return run;
  }

  /** What runs were told, as one line each. */
  get lines(): string[] {
    return this.told.map(
      ({ id, what, args }) => `${id} ${what}${args === undefined ? '' : ` ${JSON.stringify(args)}`}`,
    );
  }

  get link(): Link {
    const own = {
      config: { taskQueue: 'queue', namespace: 'default', address: 'here' },
      temporal: {
        workflow: {
          getHandle: (id: string, runId?: string) => this.handle(id, runId),
          start: (type: string, options: { workflowId: string; args: unknown[] }) => this.start(type, options),
          list: ({ query }: { query?: string }) => this.list(query),
        },
        connection: { workflowService: { getWorkflowExecutionHistory: (asked: object) => this.history(asked) } },
        workflowService: {
          describeTaskQueue: () => Promise.resolve({ pollers: this.pollers }),
          getWorkflowExecutionHistoryReverse: (asked: object) => this.pageOf(asked),
        },
        options: { loadedDataConverter: { payloadConverter: defaultPayloadConverter, payloadCodecs: [] } },
        withDeadline: (at: number, ask: () => unknown) => {
          this.deadlinesMs.push(at - Date.now());
          return ask();
        },
      },
      store: () => Promise.resolve({ run: (id: string) => ({ touch: (all: object[]) => this.touch(id, all) }) }),
      known: {
        mustHave: (type: string) =>
          !this.types || this.types.includes(type) ? Promise.resolve() : Promise.reject(new Error(`no ${type}`)),
      },
      reach: (id: string, call: () => Promise<unknown>) =>
        call().catch((reason: unknown) => Promise.reject(translated(reason, 'here', id) as Error)),
    };
    return own as unknown as Link;
  }

  private touch(id: string, all: readonly object[]): Promise<boolean> {
    this.told.push({ id, what: 'touch', args: all });
    return Promise.resolve((all as { sha: string }[]).every(({ sha }) => this.blobs.includes(sha)));
  }

  private start(type: string, { workflowId: id, args, ...options }: { workflowId: string; args: unknown[] }) {
    this.onStart(id);
    if (this.runs.get(id)?.status === 'RUNNING')
      return Promise.reject(new WorkflowExecutionAlreadyStartedError('already started', id, type));
    this.told.push({ id, what: `start ${type}`, args });
    this.started.push(options);
    this.has({ id, type, args, status: 'RUNNING', runId: `execution-${(this.executions += 1)}` });
    return Promise.resolve();
  }

  /** What else Temporal was told of each start. */
  readonly started: object[] = [];

  private async *list(query?: string) {
    this.queries.push(query);
    for (const { id, listedAs } of this.runs.values())
      yield { ...(await this.facts(id)), ...(listedAs !== undefined && { status: { name: listedAs } }) };
  }

  private describe(id: string) {
    this.described.push(id);
    return this.breaks ? Promise.reject(this.breaks) : this.facts(id);
  }

  private async facts(workflowId: string) {
    const {
      runId = '',
      type = 'order',
      status = 'RUNNING',
      memo,
      priority,
      summary,
      pending = [],
      attempt,
    } = this.at(workflowId);
    await Promise.resolve();
    return {
      workflowId,
      runId,
      type,
      taskQueue: 'queue',
      status: { name: status },
      startTime: new Date('2026-01-01'),
      ...(status === 'RUNNING' ? {} : { closeTime: new Date('2026-01-02') }),
      memo,
      priority,
      staticSummary: () => Promise.resolve(summary),
      raw: { pendingActivities: pending, ...(attempt !== undefined && { pendingWorkflowTask: { attempt } }) },
    };
  }

  private history(asked: object) {
    this.asked.push(asked);
    const { execution } = asked as { execution: { workflowId: string } };
    const { args = [{}] } = this.at(execution.workflowId);
    const payloads = toPayloads(defaultPayloadConverter, ...args);
    return Promise.resolve({
      history: { events: [{ workflowExecutionStartedEventAttributes: { input: { payloads } } }] },
    });
  }

  private pageOf(asked: object) {
    const { execution, nextPageToken = [0] } = asked as { execution: { workflowId: string }; nextPageToken?: number[] };
    const { pages = [] } = this.at(execution.workflowId);
    const next = (nextPageToken[0] ?? 0) + 1;
    const more = next < pages.length ? [next] : [];
    return Promise.resolve({ history: { events: pages[next - 1] ?? [] }, nextPageToken: Uint8Array.from(more) });
  }

  private handle(id: string, runId?: string) {
    const tell = (what: string, args?: unknown): void => {
      const run = this.at(id);
      if (runId !== undefined && runId !== run.runId) throw new WorkflowNotFoundError('gone', id, runId);
      this.told.push({ id, what, ...(args !== undefined && { args }) });
      run.onTold?.(what);
    };
    return {
      describe: () => this.describe(id),
      result: async () => {
        const { result, failure } = this.at(id);
        await Promise.resolve();
        if (failure) throw new WorkflowFailedError('failed', failure, 'NON_RETRYABLE_FAILURE');
        return result;
      },
      query: async () => {
        const { progress } = this.at(id);
        await Promise.resolve();
        if (!progress) throw Object.assign(new Error('no poller'), { code: 9, details: '', metadata: {} });
        return progress;
      },
      // What is told takes longer than what is asked: who does not wait for it is found out.
      executeUpdate: async (name: string, { args: [argument] }: { args: unknown[] }) => {
        await turn();
        const refusal = this.at(id).refuses?.[name];
        if (refusal instanceof ApplicationFailure)
          throw new WorkflowUpdateFailedError('Workflow Update failed', refusal);
        if (refusal) throw refusal;
        tell(name, argument);
      },
      cancel: async () => {
        await Promise.resolve();
        tell('cancel');
      },
      terminate: async () => {
        await turn();
        tell('terminate');
        this.at(id).status = 'TERMINATED';
      },
    };
  }
}
