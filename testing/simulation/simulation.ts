import { Store } from '../../redis';
import type { StoreOptions } from '../../redis';
import { simulatedLink } from './link';
import { loadLua, type LuaVm } from './luaVm';
import { Network, type NetworkOptions } from './network';
import { SimulatedProcess } from './process';
import { randomOf, type Random } from './random';
import { Schedule, settled } from './schedule';
import { SimulatedServer } from './server';

export interface SimulationOptions {
  /** The same seed, the same history. Default 1. */
  readonly seed?: number;
  readonly network?: NetworkOptions;
}

/** Real time for which a world without events may wait for a promise. */
const IDLE_MS = 1000;
/** Monday, 6 January 2025, 00:00 UTC: where the server's clock starts. */
const EPOCH_MS = 1_736_121_600_000;

/**
 * A world with one Redis and any number of processes, in virtual time: leases of seconds pass in microseconds, and every
 * interleaving can be had again from its seed. The scripts are the real ones; only the server around them is simulated.
 *
 *     const world = await openSimulation({ seed: 7 });
 *     const store = world.store(world.process('worker'));
 *     const lock = await world.finish(store.resource('file').acquire());
 *     world.failover(backup);
 */
export class Simulation {
  readonly random: Random;
  readonly schedule: Schedule;
  readonly network: Network;
  /** Ahead of true time by this much; negative: behind. */
  skewMs = 0;
  private current: SimulatedServer;

  constructor(
    private readonly lua: LuaVm,
    { seed = 1, network = {} }: SimulationOptions = {},
  ) {
    this.random = randomOf(seed);
    this.schedule = new Schedule(this.random);
    this.network = new Network(this.random, network);
    this.current = this.newServer();
  }

  /** The Redis that answers now. */
  get server(): SimulatedServer {
    return this.current;
  }

  /** A process with a monotonic clock of its own, up to 5 % wrong: far more than the margin of a lease must cover. */
  process(name: string): SimulatedProcess {
    const originMs = Math.floor(this.random.between(0, 1e6));
    return new SimulatedProcess(name, this.schedule, originMs, this.random.between(0.95, 1.05));
  }

  /** A store of that process, on connections of its own; on `network` when it has one of its own. */
  store(process: SimulatedProcess, options: Partial<Omit<StoreOptions, 'url'>> & { network?: Network } = {}): Store {
    const { network = this.network, commandTimeoutMs = 250, ...rest } = options;
    const { schedule } = this;
    const wires = { schedule, process, network, lockTimeoutMs: commandTimeoutMs, dataTimeoutMs: 5000 };
    return new Store(simulatedLink({ ...wires, server: () => this.server }), { namespace: 'simulated', ...rest });
  }

  /** What a replica holds that has caught up to here. */
  backup(): SimulatedServer {
    const copy = this.newServer();
    copy.copyFrom(this.server);
    return copy;
  }

  /** A replica takes over: every write since its `backup` is lost. */
  failover(to: SimulatedServer): void {
    this.current = to;
  }

  /** Lets virtual time pass. */
  async pass(durationMs: number): Promise<void> {
    const untilMs = this.schedule.nowMs + durationMs;
    while (await this.schedule.step(untilMs));
  }

  /** Runs the world until the promise settles. Throws when nothing is left that could settle it within an hour. */
  async finish<T>(promise: Promise<T>): Promise<T> {
    const progress = { isDone: false };
    const mark = () => (progress.isDone = true);
    promise.then(mark, mark);
    const limitMs = this.schedule.nowMs + 3_600_000;
    await settled();
    for (let idle = 0; !progress.isDone;) {
      if (this.schedule.nowMs > limitMs) throw new Error('The promise did not settle within an hour of simulated time');
      if (await this.schedule.step()) idle = 0;
      // Nothing is due, but compression of large blobs runs in threads, in real time.
      else if ((idle += 1) <= IDLE_MS) await new Promise((resolve) => setTimeout(resolve, 1));
      else throw new Error('The simulation came to rest, and the promise did not settle');
    }
    return promise;
  }

  private newServer(): SimulatedServer {
    return new SimulatedServer(this.lua, () => EPOCH_MS + this.schedule.nowMs + this.skewMs);
  }
}

/** Loads the Lua VM, once per process, and makes a world. */
export async function openSimulation(options: SimulationOptions = {}): Promise<Simulation> {
  return new Simulation(await loadLua(), options);
}
