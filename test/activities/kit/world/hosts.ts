import type { AnyStepSet } from '../../../../activities/kit';
import type { SimulatedProcess, Simulation } from '../../../../testing/simulation';
import { WorkerProcess } from '../guarded';
import type { Host } from './temporal';

const WORKERS = 2;

/** The workers of a world: one that is killed or shut down has a successor when it is next asked for. */
export class Hosts {
  private readonly hosts: Host[] = [];
  private readonly closed = new Set<Host>();
  private readonly all: Host[] = [];

  constructor(
    private readonly world: Simulation,
    private readonly set: AnyStepSet,
    private readonly depsOf: (process: SimulatedProcess) => unknown,
  ) {}

  at(place: number): Host {
    const host = this.hosts[place % WORKERS];
    if (host && !host.process.isKilled && !this.closed.has(host)) return host;
    const process = this.world.process(`worker ${this.all.length + 1}`);
    const worker = new WorkerProcess(this.world.store(process), this.set, { deps: this.depsOf(process) });
    const next = { process, worker };
    this.all.push(next);
    return (this.hosts[place % WORKERS] = next);
  }

  get killed(): number {
    return this.all.filter(({ process }) => process.isKilled).length;
  }

  pick(): Host {
    return this.at(Math.floor(this.world.random.between(0, WORKERS)));
  }

  shutDown(place: number): Host {
    const host = this.at(place);
    this.closed.add(host);
    host.process.enter(() => host.worker.shutdown());
    return host;
  }
}
