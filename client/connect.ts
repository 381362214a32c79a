import { clientConfig } from './config';
import type { ConnectOptions, OwnClientOptions } from './config';
import { RunHandle } from './handle';
import { openLink } from './link';
import { listRuns } from './list';
import type { RunListed } from './list';
import type { Link } from './link';
import type { AnyPipeline, InputOf, NameOf, ResultOf, UnknownPipeline } from './pipeline';
import { ScheduleHandle } from './schedule/handle';
import { listSchedules } from './schedule/list';
import { putSchedule } from './schedule/put';
import type { Scheduled } from './schedule/put';
import type { ScheduleReport } from './schedule/report';
import type { ScheduleTiming } from './schedule/timing';
import type { Execution } from './execution';
import { startOrJoin } from './start';
import type { StartRequest, Started } from './start';

/**
 * A client of the servers that the options or the environment name. Keep one for the life of the program, and close it.
 * Rejects with TemporalUnreachable when Temporal does not answer within 5 s. Redis is reached when first needed: by
 * uploads, downloads, `inspect` and `ledger`; they reject with RedisRefused for a user that lacks a right of a client
 * (`doctor --acl` prints them).
 */
export async function connect(options: ConnectOptions & OwnClientOptions = {}): Promise<PipelineClient> {
  return new PipelineClient(await openLink(clientConfig(options), options));
}

/** Made by `connect`. May be shared by everything in a program; its methods may run side by side. */
export class PipelineClient {
  /** @internal */
  constructor(private readonly link: Link) {}

  /** `host:port` of Temporal. */
  get address(): string {
    return this.link.config.address;
  }

  /** The run of an id, existing or not: its methods reject with RunNotFound where it does not. */
  handle<P extends AnyPipeline = UnknownPipeline>(id: string): RunHandle<ResultOf<P>> {
    return new RunHandle(this.link, id);
  }

  /**
   * Starts, joins or resumes the run of `options.id`; may be repeated. One that is complete runs again when files of its
   * result are gone from Redis: what is cached is not paid for again. A program that must not hold the code of pipelines
   * takes `import type { order }` and says `start<typeof order>('order', …)`: the compiler knows as much.
   * Rejects with PipelineUnknown when workers tell what they have and this is none of it: nothing was sent. With StartInvalid for what can never work (an id over 200 bytes, an input over 16 KiB or that is no JSON, options of
   * another shape): nothing was sent. With RunInputChanged when the id belongs to another input or pipeline: choose another id. With NotPossible
   * when others start and end runs of this id all the time. With TemporalUnreachable: repeat it.
   */
  start<P extends AnyPipeline>(
    pipeline: P | NameOf<P>,
    input: InputOf<P>,
    options: StartRequestOptions,
  ): Promise<RunStarted<ResultOf<P>>>;
  /** The same where only the name of the pipeline is known. */
  start(pipeline: string, input: unknown, options: StartRequestOptions): Promise<RunStarted>;
  async start(pipeline: string | AnyPipeline, input: unknown, options: StartRequestOptions): Promise<RunStarted> {
    const how = await startOrJoin(this.link, { type: typeOf(pipeline), input, ...options });
    return { handle: this.handle(options.id), how };
  }

  /**
   * Puts an input file where the run's steps look for it; also after it expired (SourceLost): `retry` the run then.
   * Rejects with BlobTooLarge above 128 MiB; with RedisUnreachable: repeat it.
   */
  async upload(id: string, csv: Uint8Array): Promise<void> {
    await (await this.link.store()).run(id).putBlob(csv);
  }

  /**
   * The newest runs of this task queue, at most 100, with the trouble of those that do not go on. Temporal lists a new run
   * within a second or so.
   */
  async list(): Promise<RunListed[]> {
    return this.link.reach('', () => listRuns(this.link));
  }

  /**
   * Starts a run of a pipeline at every time of a cron, on Temporal's own schedules: no program has to be there then. May be
   * repeated: the schedule of that name is changed to what the call says, and stays paused when it was. The id of each run is
   * the name and the time: `nightly-2026-11-26T03:00:00Z`.
   * Rejects with StartInvalid for what can never work (a cron or timezone that does not exist, a name over 179 bytes, an input
   * as of `start`), with NotPossible when the name belongs to another task queue, with TemporalUnreachable: repeat it.
   */
  schedule<P extends AnyPipeline>(
    name: string,
    options: ScheduleOptions,
    pipeline: P | NameOf<P>,
    input: InputOf<P>,
  ): Promise<ScheduleMade<ResultOf<P>>>;
  /** The same where only the name of the pipeline is known. */
  schedule(name: string, options: ScheduleOptions, pipeline: string, input: unknown): Promise<ScheduleMade>;
  async schedule(
    name: string,
    options: ScheduleOptions,
    pipeline: string | AnyPipeline,
    input: unknown,
  ): Promise<ScheduleMade> {
    const how = await putSchedule(this.link, name, options, { ...options, type: typeOf(pipeline), input });
    return { schedule: this.scheduleHandle(name), how };
  }

  /** The schedule of a name, existing or not: its methods reject with ScheduleNotFound where it does not. */
  scheduleHandle<P extends AnyPipeline = UnknownPipeline>(name: string): ScheduleHandle<ResultOf<P>> {
    return new ScheduleHandle(this.link, name);
  }

  /** The schedules of this task queue, by name. Temporal lists a new one within a second or so. */
  listSchedules(): Promise<ScheduleReport[]> {
    return listSchedules(this.link);
  }

  /** Ends both connections. Calls under way reject; runs go on. */
  close(): Promise<void> {
    return this.link.close();
  }
}

const typeOf = (pipeline: string | AnyPipeline): string => (typeof pipeline === 'string' ? pipeline : pipeline.name);

/** How a run is started; `id` is its business id, and the workflow's. */
export type StartRequestOptions = Omit<StartRequest, 'type' | 'input'>;

/** When runs are started, and how each of them is: `options` of the pipeline, `priority` and the rest, as of `start`. */
export type ScheduleOptions = ScheduleTiming & Omit<Execution, 'type' | 'input'>;

export interface ScheduleMade<Result = unknown> {
  readonly schedule: ScheduleHandle<Result>;
  readonly how: Scheduled;
}

export interface RunStarted<Result = unknown> {
  readonly handle: RunHandle<Result>;
  readonly how: Started;
}
