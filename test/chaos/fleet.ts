/**
 * Worker processes, and what keeps them alive: like a service manager it starts another one in the place of each that ended,
 * whatever ended it, and until it comes up it tries again.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { identify, isRunning } from '../../testing/servers/identity';
import type { ProcessIdentity } from '../../testing/servers/identity';

const RESTART_MS = 200;
const MAX_CHARACTERS = 20_000;

export interface Death {
  readonly pid: number;
  readonly at: number;
  /** Exit code or signal. */
  readonly by: number | string | null;
}

interface Place {
  worker: ChildProcess | undefined;
  isReady: boolean;
}

export class Fleet {
  /** Every worker that had come up and is gone, in order. */
  readonly deaths: Death[] = [];
  /** Tail of what they wrote to stderr. */
  complaints = '';
  private readonly places: Place[];
  private readonly lives: ProcessIdentity[] = [];
  private readonly ends: Promise<void>[];
  private closing = false;

  constructor(
    private readonly program: string,
    private readonly env: NodeJS.ProcessEnv,
    size: number,
  ) {
    this.places = Array.from({ length: size }, () => ({ worker: undefined, isReady: false }));
    this.ends = this.places.map((place) => this.keep(place));
  }

  /** The pid of the worker at this place, once there is one that polls; undefined after `waitMs`. */
  async pidAt(index: number, waitMs = 60_000): Promise<number | undefined> {
    const place = this.places[index];
    if (!place) throw new RangeError(`there is no place ${index}`);
    for (const end = Date.now() + waitMs; Date.now() < end; await pause(20)) {
      if (place.isReady && place.worker?.pid !== undefined) return place.worker.pid;
    }
    return undefined;
  }

  /** Where the worker of that pid is; -1 when it is gone. */
  placeOf(pid: number | undefined): number {
    return this.places.findIndex(({ worker }) => worker !== undefined && worker.pid === pid);
  }

  /** To one of these workers only; nothing where it is gone already. */
  signal(pid: number, signal: NodeJS.Signals): void {
    this.places.find(({ worker }) => worker?.pid === pid)?.worker?.kill(signal);
  }

  async ended(pid: number): Promise<void> {
    while (this.places.some(({ worker }) => worker?.pid === pid)) await pause(20);
  }

  /** Fails when a process of its is left. */
  async close(): Promise<void> {
    this.closing = true;
    for (const { worker } of this.places) worker?.kill('SIGKILL');
    await Promise.all(this.ends);
    const left = this.lives.filter(isRunning).map(({ pid }) => pid);
    if (left.length > 0) throw new Error(`workers still run: ${left.join(', ')}`);
  }

  private async keep(place: Place): Promise<void> {
    while (!this.closing) {
      await this.live(place);
      await pause(RESTART_MS);
    }
  }

  private async live(place: Place): Promise<void> {
    const worker = spawn(process.execPath, [this.program], { env: this.env, stdio: ['ignore', 'pipe', 'pipe'] });
    place.worker = worker;
    if (worker.pid !== undefined) this.lives.push(identify(worker.pid));
    worker.stderr.on('data', (text) => (this.complaints = (this.complaints + String(text)).slice(-MAX_CHARACTERS)));
    worker.stdout.once('data', () => (place.isReady = true));
    const [code, signal] = (await once(worker, 'exit')) as [number | null, NodeJS.Signals | null];
    if (place.isReady) this.deaths.push({ pid: worker.pid ?? 0, at: Date.now(), by: signal ?? code });
    place.isReady = false;
    place.worker = undefined;
  }
}
