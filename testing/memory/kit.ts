/** `testPipelines` in memory: the real kernel, bodies, guard and scripts; no Temporal, no Redis, no process, no time. */
import './asyncLocal';
import type { z } from 'zod';
import type { AnyStepSet } from '../../activities/kit';
import { Store } from '../../redis';
import type { RunProgress, StartOptions } from '../../workflows/kit';
import { Network, openSimulation, SimulatedProcess } from '../simulation';
import type { NetworkOptions, Simulation } from '../simulation';
import { whatWaits } from '../testKit';
import type { CrashPoint, TestKit, TestPipeline, TestRun } from '../testKit';
import { stepNames, Watch } from '../watched';
import { Clockwork } from './clockwork';
import { msOf } from './duration';
import { MemoryRun } from './run';
import type { StartedChild } from './virtual';
import { MemoryWorker } from './worker';

/** Time stands while a step runs: what it asks of Redis must be answered at the same instant. */
const NO_WAY: NetworkOptions = { delayMs: [0, 0] };
const PREFIX = 'test';
const NAMESPACE = 'memory';
/** An attempt renews its lock every quarter of its lease, of at most 7 s: by then its worker knows that it is lost. */
const HEARS_WITHIN_MS = 2500;
/** Between the beginning of virtual time and 6 January 2025, where the simulated server's clock stands then. */
const SERVER_EPOCH_MS = 1_736_121_600_000;

export interface MemoryKitOptions {
  readonly pipelines: Readonly<Record<string, TestPipeline>>;
  readonly steps: readonly AnyStepSet[];
  readonly deps: unknown;
}

/** A kit on a simulated Redis and a virtual clock of its own. */
export async function memoryKit(options: MemoryKitOptions): Promise<TestKit> {
  const world = await openSimulation();
  world.skewMs = Date.now() - SERVER_EPOCH_MS;
  return new MemoryKit(world, options);
}

interface Trap {
  readonly step: string;
  readonly kind: 'after' | 'in';
  isSprung: boolean;
}

class MemoryKit implements TestKit {
  private readonly runs = new Map<string, MemoryRun>();
  private readonly watch: Watch;
  private readonly clockwork: Clockwork;
  private readonly originMs = Date.now();
  private readonly traps = new Set<Trap>();
  private current: MemoryWorker | undefined;
  private workers = 0;

  constructor(
    private readonly world: Simulation,
    private readonly options: MemoryKitOptions,
  ) {
    this.watch = new Watch(stepNames(options.steps));
    this.clockwork = new Clockwork(world, this.watch, () => this.runs.values());
  }

  start<P extends TestPipeline>(
    pipeline: P,
    input: Parameters<P>[0],
    { id, ...start }: { readonly id: string } & StartOptions,
  ): TestRun<Awaited<ReturnType<P>>> {
    const workflowType = nameOf(this.options.pipelines, pipeline);
    const before = this.runs.get(id);
    if (before && !before.ended) throw new RangeError(`The run ${id} is under way: give each run an id of its own`);
    return this.handle(
      id,
      this.begin(workflowType, id, () => pipeline(travelled(input), start)),
    );
  }

  async crash(point: CrashPoint): Promise<void> {
    const [kind, step] = 'after' in point ? (['after', point.after] as const) : (['in', point.in] as const);
    this.watch.mustKnow(step);
    const trap: Trap = { step, kind, isSprung: false };
    this.traps.add(trap);
    await this.clockwork.until(() => trap.isSprung || [...this.runs.values()].every(({ ended }) => ended));
    this.traps.delete(trap);
    if (!trap.isSprung) throw new Error(`No worker died ${kind} ${step}: every run has ended without it`);
  }

  async expire(run: string | { readonly id: string }, step: string): Promise<void> {
    this.watch.mustKnow(step);
    const id = typeof run === 'string' ? run : run.id;
    const held = (): string[] => this.world.server.db.keys().filter((key) => key.includes(`:{${id}}:l:${step}:`));
    await this.clockwork.until(() => held().length > 0 || this.runs.get(id)?.ended !== undefined);
    const locks = held();
    if (locks.length === 0) throw new Error(`${step} of ${id} holds no lock: it is not under way`);
    for (const key of locks) this.world.server.db.delete(key);
    await this.clockwork.force(HEARS_WITHIN_MS);
  }

  sleep(duration: Parameters<TestKit['sleep']>[0]): Promise<void> {
    return this.clockwork.pass(msOf(duration, 0));
  }

  calls(step: string): ReturnType<TestKit['calls']> {
    return this.watch.calls(step);
  }

  close(): Promise<void> {
    this.current?.kill();
    this.runs.clear();
    return Promise.resolve();
  }

  private handle<Result>(id: string, run: MemoryRun): TestRun<Result> {
    const tell = async (to: MemoryRun, name: string, argument?: object): Promise<void> => {
      let told: { refusal?: Error } | undefined;
      to.sdk.update(name, argument).then(
        () => (told = {}),
        (refusal: unknown) => (told = { refusal: refusal as Error }),
      );
      await this.clockwork.until(() => told !== undefined);
      if (told?.refusal) throw told.refusal;
    };
    return {
      id,
      result: async () => {
        await this.clockwork.until(() => run.ended !== undefined || isPaused(run));
        if (!run.ended) throw new Error(whatWaits(id, run.progress));
        if ('failure' in run.ended) throw run.ended.failure;
        return run.ended.result as Result;
      },
      progress: async () => {
        await this.clockwork.pass(0);
        return run.progress;
      },
      answer: async (name, value) => {
        await this.clockwork.until(() => run.progress.waitingFor.includes(name) || run.ended !== undefined);
        return tell(run.whoever(waitsFor(name)), 'answer', { name, value });
      },
      retry: (step) => tell(run.whoever(pausedAt(step)), 'retryStep', { step }),
      skip: (step, reason) => tell(run.whoever(pausedAt(step)), 'skipStep', { step, reason }),
      cancel: async () => {
        run.cancel();
        await this.clockwork.until(() => run.ended !== undefined);
      },
    };
  }

  private begin(workflowType: string, id: string, body: () => Promise<unknown>): MemoryRun {
    const place = {
      schedule: this.world.schedule,
      originMs: this.originMs,
      runId: id,
      workflowType,
      worker: () => this.worker(),
      answered: (step: string, worker: MemoryWorker) => this.spring('after', step, worker),
      isUnderWay: (other: string) => this.isUnderWay(other),
      child: (started: StartedChild) => this.child(`${workflowType} ${id}`, started),
    };
    const run = new MemoryRun(place, body);
    this.runs.set(id, run);
    return run;
  }

  private child(parent: string, { type, id, args }: StartedChild): MemoryRun {
    const { pipelines } = this.options;
    const pipeline = Object.hasOwn(pipelines, type) ? pipelines[type] : undefined;
    if (!pipeline)
      throw new RangeError(
        `${parent} has a child of '${type}', a pipeline that was not given to the kit, which has: ${Object.keys(pipelines).join(', ')}`,
      );
    const [input, start] = args as [never, StartOptions];
    return this.begin(type, id, () => pipeline(input, start));
  }

  /** Or is about to be. */
  private isUnderWay(id: string): boolean {
    const run = this.runs.get(id);
    const awaited = [...this.runs.values()].some(({ sdk }) => [...sdk.children].some((child) => child.id === id));
    return awaited || (run !== undefined && !run.ended);
  }

  private worker(): MemoryWorker {
    if (this.current && !this.current.process.isKilled) return this.current;
    const { steps, deps, pipelines } = this.options;
    const process = new SimulatedProcess(`worker ${(this.workers += 1)}`, this.world.schedule, 0);
    const inputs = inputsOf(pipelines);
    const network = new Network(this.world.random, NO_WAY);
    const store = new Store(this.world.link(process, { network }), { prefix: PREFIX, namespace: NAMESPACE });
    const watched = steps.map((set) =>
      this.watch.watched(set, async (step) => {
        const worker = this.current;
        if (worker?.process === process) this.spring('in', step, worker);
      }),
    );
    return (this.current = new MemoryWorker({ process, network, store, steps: watched, deps, inputs }));
  }

  private spring(kind: Trap['kind'], step: string, worker: MemoryWorker): void {
    for (const trap of this.traps) {
      if (trap.kind !== kind || trap.step !== step || trap.isSprung) continue;
      worker.kill();
      trap.isSprung = true;
    }
  }
}

/** As it arrives. */
const travelled = (input: unknown): never =>
  (input === undefined ? undefined : JSON.parse(JSON.stringify(input))) as never;

const waitsFor =
  (name: string) =>
  ({ waitingFor }: RunProgress): boolean =>
    waitingFor.includes(name);
const pausedAt =
  (step: string) =>
  ({ steps }: RunProgress): boolean =>
    steps.some(({ name, status }) => status === 'paused' && (name === step || name.startsWith(`${step} `)));

const isPaused = (run: MemoryRun): boolean =>
  !run.ended && run.progress.steps.some(({ status }) => status === 'paused');

export function nameOf(pipelines: MemoryKitOptions['pipelines'], pipeline: TestPipeline): string {
  const found = Object.entries(pipelines).find(([, one]) => one === pipeline);
  if (found) return found[0];
  throw new RangeError(`That pipeline was not given to the kit, which has: ${Object.keys(pipelines).join(', ')}`);
}

/** Schemas of the inputs, by workflow type. */
export const inputsOf = (pipelines: MemoryKitOptions['pipelines']): Readonly<Record<string, z.ZodType>> =>
  Object.fromEntries(Object.entries(pipelines).flatMap(([name, { input }]) => (input ? [[name, input] as const] : [])));
