/** What Temporal does with an activity: one attempt after another, until one answers or fails for good. */
import { ApplicationFailure } from '@temporalio/common';
import type { CallOptions } from '../../../../activities/kit';
import type { SimulatedProcess, Simulation } from '../../../../testing/simulation';
import type { Started, WorkerProcess } from '../guarded';

export interface Host {
  readonly process: SimulatedProcess;
  readonly worker: WorkerProcess;
}

export interface Call {
  readonly name: string;
  readonly input: unknown;
  readonly runId: string;
  readonly activityId: string;
  readonly options: CallOptions;
}

export interface Ended {
  readonly answer?: unknown;
  readonly failure?: Error;
  readonly isCancelled?: boolean;
  readonly atMs: number;
  /** Attempts that ended without a word, as far as Temporal knows. */
  readonly silent: readonly number[];
}

interface AttemptEnd {
  readonly answer?: unknown;
  readonly failure?: Error;
  readonly isSilent?: true;
  /** The details of the last heartbeat that arrived. */
  readonly told: unknown;
}

export const HEARTBEAT_TIMEOUT_MS = 1500;
/** The SDK sends heartbeats no faster (worker/createWorker.ts); the last one goes with the word of how the attempt ended. */
const THROTTLE_MS = 200;
const MOST_ATTEMPTS = 200;
const QUICK_RETRY_MS = 10;

export class Activity<C extends Call = Call> {
  private isCancelled = false;
  private started: Started | undefined;
  private host: Host | undefined;

  constructor(
    private readonly world: Simulation,
    readonly call: C,
    private readonly pick: () => Host,
  ) {}

  /** Ends only when it has an answer, a final failure, or was cancelled. */
  async run(): Promise<Ended> {
    const { schedule } = this.world;
    const silent: number[] = [];
    let told: unknown;
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
      const end = await this.attempt(attempt, told);
      told = end.told;
      const facts = { atMs: schedule.nowMs, silent };
      if ('answer' in end) return { answer: end.answer, ...facts };
      if (end.isSilent) silent.push(attempt);
      if (this.isCancelled) return { isCancelled: true, ...facts };
      const { failure } = end;
      if (failure instanceof ApplicationFailure && failure.nonRetryable) return { failure, ...facts };
      const delayMs = Number((failure as { nextRetryDelay?: number } | undefined)?.nextRetryDelay ?? QUICK_RETRY_MS);
      await new Promise<void>((resolve) => void schedule.at(schedule.nowMs + delayMs, resolve));
    }
    throw new Error(`${this.call.name} had ${MOST_ATTEMPTS} attempts and did not end`);
  }

  /** What a person's cancellation does. */
  cancel(): void {
    this.isCancelled = true;
    this.host?.process.enter(() => this.started?.cancel());
  }

  /** The grace of its worker is over. */
  graceIsOver(host: Host): void {
    if (this.host === host) host.process.enter(() => this.started?.cancel('shutdown'));
  }

  private attempt(number: number, before: unknown): Promise<AttemptEnd> {
    const { schedule } = this.world;
    const { name, input, ...call } = this.call;
    const host = (this.host = this.pick());
    let [said, arrived, arrivedAtMs, lastBeatMs] = [before, before, -Infinity, schedule.nowMs];
    return new Promise((resolve) => {
      let started: Started | undefined;
      let isOver = false;
      const end = (how: AttemptEnd): void => {
        isOver = true;
        resolve(how);
      };
      const arrive = (): void => {
        if (host.process.isKilled) return;
        [arrived, arrivedAtMs] = [said, schedule.nowMs];
      };
      const onHeartbeat = (details: unknown): void => {
        [said, lastBeatMs] = [JSON.parse(JSON.stringify(details)), schedule.nowMs];
        schedule.at(Math.max(schedule.nowMs, arrivedAtMs + THROTTLE_MS), arrive);
      };
      const watch = (): void => {
        if (isOver) return;
        const dueMs = lastBeatMs + HEARTBEAT_TIMEOUT_MS;
        if (schedule.nowMs < dueMs) return void schedule.at(dueMs, watch);
        end({ isSilent: true, told: arrived });
        host.process.enter(() => started?.cancel('gone'));
      };
      host.process.enter(() => {
        const asked = {
          ...call,
          attempt: number,
          heartbeatTimeoutMs: HEARTBEAT_TIMEOUT_MS,
          heartbeatDetails: before,
          onHeartbeat,
        };
        this.started = started = host.worker.start(name, input, asked);
        const ended = (how: Omit<AttemptEnd, 'told'>): void => end({ ...how, told: said });
        started.result.then(
          (answer) => ended({ answer }),
          (failure: Error) => ended({ failure }),
        );
      });
      watch();
    });
  }
}
