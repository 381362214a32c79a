import { limits, Store, type Link, type StoreOptions } from '../../redis';
import { Host } from './host';
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

export interface LinkOptions {
  readonly network?: Network | undefined;
  /** Of lock commands, ms. Default: the store's. */
  readonly commandTimeoutMs?: number | undefined;
}

const HOUR_MS = 3_600_000;
/** More than a million events have no end: something asks again without letting time pass. */
const MAX_EVENTS = 1_000_000;
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
  /** @internal */
  readonly random: Random;
  /** @internal */
  readonly schedule: Schedule;
  /** What becomes of requests: `options`, `isCut` and `decide` may be set while the world runs. */
  readonly network: Network;
  /** Ahead of true time by this much; negative: behind. */
  skewMs = 0;
  private readonly host: Host;
  private current: SimulatedServer;

  /** @internal */
  constructor(
    private readonly lua: LuaVm,
    { seed = 1, network = {} }: SimulationOptions = {},
  ) {
    this.random = randomOf(seed);
    this.schedule = new Schedule(this.random);
    this.network = new Network(this.random, network);
    this.host = new Host(this.schedule);
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
    const { network, commandTimeoutMs, ...rest } = options;
    return new Store(this.link(process, { network, commandTimeoutMs }), { namespace: 'simulated', ...rest });
  }

  /**
   * The connections alone: the port that a store talks through.
   * @internal
   */
  link(process: SimulatedProcess, { network, commandTimeoutMs }: LinkOptions = {}): Link {
    const { schedule, host } = this;
    return simulatedLink({
      schedule,
      host,
      process,
      network: network ?? this.network,
      server: () => this.server,
      lockTimeoutMs: commandTimeoutMs ?? limits.commandTimeoutMs,
      dataTimeoutMs: limits.dataTimeoutMs,
    });
  }

  /** What a replica holds that has caught up to here. */
  backup(): SimulatedServer {
    const copy = this.newServer();
    copy.copyFrom(this.server);
    return copy;
  }

  /** A replica takes over: every write since its `backup` is lost, every connection breaks and is made again. */
  failover(to: SimulatedServer): void {
    if (this.host.isUp) this.host.end();
    this.current = to;
    this.host.start();
  }

  /** The server process ends. Its data is kept for `restart`, as with appendonly; requests are refused until then. */
  crash(): void {
    this.host.end();
  }

  /** A server process starts on the data that is there; its script cache is empty. */
  restart(): void {
    this.failover(this.backup());
  }

  /** The server executes nothing for a while, then everything that has arrived, in order. */
  stallServer(durationMs: number): void {
    this.host.stall(durationMs);
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
    const limitMs = this.schedule.nowMs + HOUR_MS;
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

  /** Runs the world until something is so. Throws when it is not after `limitMs`, or an event loop spins. */
  async until(isSo: () => boolean, limitMs = HOUR_MS): Promise<void> {
    const untilMs = this.schedule.nowMs + limitMs;
    await settled();
    for (let events = 0; !isSo(); events++) {
      if (events >= MAX_EVENTS) throw new Error(`After ${MAX_EVENTS} events the simulation is not where it should be`);
      if (await this.schedule.step(untilMs)) continue;
      throw new Error(`After ${limitMs} ms of simulated time it is not so, and nothing happens any more`);
    }
  }

  private newServer(): SimulatedServer {
    return new SimulatedServer(this.lua, () => EPOCH_MS + this.schedule.nowMs + this.skewMs);
  }
}

/** Loads the Lua VM, once per process, and makes a world. */
export async function openSimulation(options: SimulationOptions = {}): Promise<Simulation> {
  return new Simulation(await loadLua(), options);
}
