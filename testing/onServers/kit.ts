/** `testPipelines` on real servers: real workers in the process of the test, each of which can die. */
import { setTimeout as pause } from 'node:timers/promises';
import type { AnyStepSet } from '../../activities/kit';
import type { RunHandle } from '../../client';
import type { RunOutcome } from '../../client/outcome';
import type { RunProgress, StartOptions } from '../../workflows/kit';
import { RunFailed } from '../runFailed';
import type { CrashPoint, ServerTestKit, TestPipeline, TestRun } from '../testKit';
import { whatWaits } from '../testKit';
import { stepNames, Watch } from '../watched';
import { Pace } from './pace';
import { openServers } from './servers';
import type { Servers, TestEnvironment } from './servers';
import { TestWorker } from './worker';

export interface ServerKitOptions {
  readonly pipelines: string | URL;
  readonly steps: readonly AnyStepSet[];
  readonly deps: unknown;
  readonly env?: TestEnvironment | undefined;
}

/** Rejects where something cannot be had; nothing is left then. */
export async function serverKit(options: ServerKitOptions): Promise<ServerTestKit> {
  const servers = await openServers(options);
  const kit = new ServerKit(servers, options);
  try {
    await kit.begin();
    return kit;
  } catch (error) {
    await kit.close();
    throw error;
  }
}

/** So long runs may take to end cancelled when the kit is closed. */
const CANCEL_MS = 5000;

interface Trap {
  readonly step: string;
  readonly kind: 'after' | 'in';
  isSprung: boolean;
}

interface Started<Result> {
  readonly handle: Promise<RunHandle<Result>>;
  /** Of the start too: it rejects with what that rejects with. */
  readonly outcome: Promise<RunOutcome<Result>>;
  isThere: boolean;
  isOver: boolean;
}

class ServerKit implements ServerTestKit {
  private readonly watch: Watch;
  private readonly pace: Pace;
  private readonly traps = new Set<Trap>();
  private readonly runs = new Map<string, Started<unknown>>();
  private readonly workers: TestWorker[] = [];
  private next: Promise<void> = Promise.resolve();
  private closing: Promise<void> | undefined;

  constructor(
    private readonly servers: Servers,
    private readonly options: ServerKitOptions,
  ) {
    this.watch = new Watch(stepNames(options.steps));
    this.pace = new Pace(this.watch, servers.time, () => [...this.runs.values()].every(({ isThere }) => isThere));
  }

  get client(): ServerTestKit['client'] {
    return this.servers.client;
  }

  /** Starts a worker. */
  async begin(): Promise<void> {
    const { servers, options } = this;
    const { config, workflowBundle } = servers;
    const made: { worker?: TestWorker } = {};
    const steps = options.steps.map((set) =>
      this.watch.watched(set, async (step) => this.spring('in', step, made.worker)),
    );
    const onAnswer = (step: string, worker: TestWorker): void => this.spring('after', step, worker);
    made.worker = await TestWorker.started({ ...options, steps, config, workflowBundle, onAnswer });
    this.workers.push(made.worker);
  }

  start<P extends TestPipeline>(
    pipeline: P,
    input: Parameters<P>[0],
    { id, ...start }: { readonly id: string } & StartOptions,
  ): TestRun<Awaited<ReturnType<P>>> {
    type Result = Awaited<ReturnType<P>>;
    const { names } = this.servers;
    if (!names.includes(pipeline.name))
      throw new RangeError(`That pipeline was not given to the kit, which has: ${names.join(', ')}`);
    const before = this.runs.get(id);
    if (before && !before.isOver) throw new RangeError(`The run ${id} is under way: give each run an id of its own`);
    const options = Object.keys(start).length > 0 ? { options: start } : {};
    const handle = this.client
      .start(pipeline.name, input, { id, ...options })
      .then((started) => started.handle as RunHandle<Result>);
    const run = Object.assign({ handle, outcome: handle.then((it) => it.result()) }, { isThere: false, isOver: false });
    const over = (): void => void (run.isOver = run.isThere = true);
    handle.then(() => (run.isThere = true), over);
    run.outcome.then(over, over);
    this.runs.set(id, run);
    return this.handle<Result>(id, run);
  }

  async crash(point: CrashPoint): Promise<void> {
    const [kind, step] = 'after' in point ? (['after', point.after] as const) : (['in', point.in] as const);
    this.watch.mustKnow(step);
    const trap: Trap = { step, kind, isSprung: false };
    this.traps.add(trap);
    const isOver = (): boolean => [...this.runs.values()].every((run) => run.isOver);
    await this.pace.until(`a worker that dies ${kind} ${step}`, async () => trap.isSprung || isOver());
    this.traps.delete(trap);
    if (!trap.isSprung) throw new Error(`No worker died ${kind} ${step}: every run has ended without it`);
    await this.next;
  }

  async expire(run: string | { readonly id: string }, step: string): Promise<void> {
    this.watch.mustKnow(step);
    const id = typeof run === 'string' ? run : run.id;
    const isHeld = async (): Promise<boolean> => (await this.servers.locksOf(id, step)).length > 0;
    const isOver = (): boolean => this.runs.get(id)?.isOver ?? true;
    await this.pace.until(`a lock of ${step}`, async () => (await isHeld()) || isOver());
    if (!(await this.servers.freeLocks(id, step)))
      throw new Error(`${step} of ${id} holds no lock: it is not under way`);
  }

  async sleep(duration: Parameters<ServerTestKit['sleep']>[0]): Promise<void> {
    const { time } = this.servers;
    if (!time) throw new Error('This environment cannot skip time: use one that can (createTimeSkipping), or none');
    await Promise.allSettled([...this.runs.values()].map(({ handle }) => handle));
    await time.skip(duration);
  }

  calls(step: string): ReturnType<ServerTestKit['calls']> {
    return this.watch.calls(step);
  }

  close(): Promise<void> {
    return (this.closing ??= this.end());
  }

  private async end(): Promise<void> {
    this.pace.close();
    await this.next.catch(() => undefined);
    const isShared = this.options.env !== undefined;
    if (isShared) await this.cancelAll();
    await Promise.all(this.workers.splice(0).map((worker) => worker.close()));
    if (isShared) await this.servers.terminate(this.live.map(([id]) => id));
    await this.servers.close();
  }

  private get live(): (readonly [string, Started<unknown>])[] {
    return [...this.runs].filter(([, { isOver }]) => !isOver);
  }

  /** On a server that goes on, an attempt under way when its run is terminated would hold time for good. */
  private async cancelAll(): Promise<void> {
    const cancelled = this.live.map(async ([, { handle, outcome }]) => {
      await (await handle).cancel();
      await outcome;
    });
    await Promise.race([Promise.allSettled(cancelled), pause(CANCEL_MS, undefined, { ref: false })]);
  }

  private spring(kind: Trap['kind'], step: string, worker: TestWorker | undefined): void {
    if (!worker || worker.isDead) return;
    for (const trap of this.traps) {
      if (trap.kind !== kind || trap.step !== step || trap.isSprung) continue;
      trap.isSprung = true;
      this.next = this.replace(worker);
      return;
    }
  }

  /** Its leases are as those of a worker that has been dead for a while. */
  private async replace(worker: TestWorker): Promise<void> {
    const attempts = [...worker.underWay];
    worker.kill();
    await Promise.all(attempts.map(({ runId, step }) => this.servers.freeLocks(runId, step)));
    await this.begin();
  }

  private handle<Result>(id: string, run: Started<Result>): TestRun<Result> {
    const progress = async (): Promise<RunProgress> => {
      const handle = await run.handle;
      let said: RunProgress | undefined;
      await this.pace.until(`a word of ${id}`, async () => (said = await handle.progress()) !== undefined);
      return said as RunProgress;
    };
    const isPaused = async (): Promise<boolean> => (await (await run.handle).progress())?.status === 'paused';
    return {
      id,
      progress,
      result: async () => {
        await this.pace.until(`the end of ${id}`, async () => run.isOver || (await isPaused()));
        if (!run.isOver) throw new Error(whatWaits(id, await progress()));
        const { status, result, error = '', errorType } = await run.outcome;
        if (status === 'failed' || status === 'cancelled') throw new RunFailed(id, status, errorType, error);
        return result as Result;
      },
      answer: async (name, value) => {
        const handle = await run.handle;
        const asks = async (): Promise<boolean> => (await handle.progress())?.waitingFor.includes(name) ?? false;
        await this.pace.until(`a question '${name}'`, async () => run.isOver || (await asks()));
        await handle.answer(name, value);
      },
      retry: async (step) => void (await (await run.handle).retry({ step })),
      skip: async (step, reason) => (await run.handle).skip(step, reason),
      cancel: async () => {
        await (await run.handle).cancel();
        await this.pace.until(`the end of ${id}`, async () => run.isOver);
      },
    };
  }
}
