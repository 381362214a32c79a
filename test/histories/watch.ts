/** What the holder of one lock sees of a fault, what its rival sees, and what a sink takes from both. */
import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks';
import { LeaseLost, monotonicMs, type HeldLock, type Store } from '../../redis';
import { Notes } from './note';
import { patiently } from './patience';
import { pauseMs } from './recorder';

const NAME = 'watched';

export interface Seen {
  /** Why it was told that its lock is lost; `nothing` when it went on, its lock renewed after the fault. */
  readonly holder: string;
  /** It was told before its rival had the lock, or gave it up by itself; where the process stood still, a look would have told it. */
  readonly isInTime: boolean;
  /** What came of an effect of a holder that looks at its lock: after the fault, and where a rival has the lock by then, after the rival's. */
  readonly obedient: string;
  /** What came of its effect that arrived after the rival's. */
  readonly late: string;
  readonly note: string | undefined;
}

export class Watch {
  private readonly loop = monitorEventLoopDelay({ resolution: 10 });
  private lock!: HeldLock;
  private toldMs: number | undefined;
  private rivalHas: Promise<{ lock: HeldLock; atMs: number; holderBelieves: boolean }> | undefined;

  private constructor(
    private readonly holders: Store,
    private readonly rivals: Store,
    private readonly notes: Notes,
  ) {}

  static async of(holders: Store, rivals: Store): Promise<Watch> {
    return new Watch(holders, rivals, await Notes.open());
  }

  /** From now on the lock is held and renewed; the holder's way to Redis may be coming back from the fault before. */
  async hold(leaseMs: number): Promise<void> {
    this.loop.enable();
    this.lock = await patiently(() => this.holders.resource(NAME).acquire({ leaseMs, waitMs: 20_000 }));
    this.lock.signal.addEventListener('abort', () => (this.toldMs = monotonicMs()));
    await this.notes.write(NAME, 'holder', this.lock);
  }

  /** A rival asks for the lock, and writes as soon as it has it. */
  rivalAsks(): void {
    if (this.rivalHas) return;
    const asking = patiently(() => this.rivals.resource(NAME).acquire({ leaseMs: 1000, waitMs: 60_000 }));
    this.rivalHas = asking.then(async (lock) => {
      const has = { lock, atMs: monotonicMs(), holderBelieves: this.lock.remainingMs > 0 };
      if ((await this.notes.write(NAME, 'rival', lock)) !== 'written')
        throw new Error('the rightful rival was refused');
      return has;
    });
  }

  /** To be asked when the fault is over. */
  async end(): Promise<Seen> {
    this.rivalAsks();
    const isOver = await this.toldOrRenewed();
    if (isOver === 'told') await this.rivalHas;
    const obedient = await this.notes.write(NAME, 'holder again', this.lock);
    const gaveUpMs = monotonicMs();
    await this.lock.release();
    const rival = await this.rivalHas;
    const late = await this.notes.writeLate(NAME, 'holder, late', this.lock);
    await rival?.lock.release();
    const overMs = this.toldMs ?? gaveUpMs;
    return {
      // Asked only now: of a stall that goes on the event loop has not heard yet.
      holder: this.toldMs === undefined ? 'nothing' : whyLost(this.lock, this.loop),
      isInTime: rival?.holderBelieves === false && (stoodStill(this.loop) || overMs < rival.atMs),
      obedient,
      late,
      note: this.notes.read(NAME),
    };
  }

  close(): Promise<void> {
    this.loop.disable();
    return this.notes.close();
  }

  /** Resolves when its lock has been renewed, or is lost, from now on. */
  async renewed(): Promise<void> {
    await this.toldOrRenewed();
  }

  private async toldOrRenewed(): Promise<'told' | 'renewed'> {
    for (let leftMs = this.lock.remainingMs; ; await pauseMs(5)) {
      if (this.toldMs !== undefined) return 'told';
      if (this.lock.remainingMs > leftMs) return 'renewed';
      leftMs = this.lock.remainingMs;
    }
  }
}

/** Longer than half the margin of a lease. Then what Redis sent to others may be read before a timer that was due. */
export const stoodStill = (loop: IntervalHistogram): boolean => loop.max / 1e6 > 50;

/**
 * @returns why it was lost. A busy machine may really stall this process, and then the lock says so: only where it did that, as
 * the event loop itself tells, counts `stalled` as what the fault does.
 */
export function whyLost({ signal }: HeldLock, loop: IntervalHistogram): string {
  const loss: unknown = signal.reason;
  if (!(loss instanceof LeaseLost)) return String(loss);
  return loss.reason === 'stalled' && stoodStill(loop) ? 'unreachable' : loss.reason;
}
