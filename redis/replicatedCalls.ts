import type { Redis } from 'ioredis';
import type { Clock } from './clock';
import { ReplicatedLane, type LaneCall, type Wait } from './replicatedLane';
import type { RunScript } from './scripts';
import type { ReplicaWait } from './types';

const DEFAULT_WAIT_MS = 100;
const MAX_WAIT_MS = 1000;

/** @returns it with its default. Throws a RangeError for what makes no sense. */
export function waitOf({ replicas, timeoutMs = DEFAULT_WAIT_MS }: ReplicaWait): Wait {
  if (!Number.isInteger(replicas) || replicas < 1) {
    throw new RangeError(`replicaWait.replicas is ${replicas}: name a whole number from 1 on, or no replicaWait`);
  }
  if (!Number.isInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > MAX_WAIT_MS) {
    throw new RangeError(`replicaWait.timeoutMs is ${timeoutMs}: name 1 to ${MAX_WAIT_MS}; WAIT takes 0 for ever`);
  }
  return { replicas, timeoutMs };
}

/** The servers that calls go to, by names of their own. */
export interface Servers {
  /** Who has these keys, as far as is known; undefined when nobody is known. */
  homeOf(keys: string[]): string | undefined;
  /** Who is meant by what a node of a Cluster calls another; undefined where there is no Cluster. */
  readonly named?: (address: string) => string;
  /** Told when somebody turned out not to be who was thought, or is gone. */
  readonly changed?: () => void;
  /** A connection that is not opened yet, and not again once it is lost. Throws RedisAddressInvalid. */
  open(server: string): Redis;
}

/** A call whose slot moves and moves is followed so often. */
const MAX_HOPS = 16;
const TRY_AGAIN_MS = 100;

/**
 * Script calls that are answered once so many replicas have what they wrote. Each server has one connection for them
 * (ReplicatedLane), opened when the first call goes there, and anew when a call comes after it was lost.
 *
 * A call that is not answered in `timeoutMs`, or that too few replicas had in time (NOREPLICAS), rejects, and may have run. On a Cluster
 * MOVED, ASK and TRYAGAIN are followed, since nothing was done there, and NOSCRIPT anywhere. Else nothing is sent twice, and nothing
 * after its caller was told.
 */
export class ReplicatedCalls {
  private readonly lanes = new Map<string, ReplicatedLane>();
  private isClosed = false;

  constructor(
    private readonly servers: Servers,
    private readonly clock: Clock,
    private readonly wait: Wait,
    private readonly timeoutMs: number,
  ) {}

  readonly run: RunScript = (name, keys, args) =>
    new Promise((resolve, reject) => {
      const over = (): void => {
        call.isOver = true;
        cancel();
      };
      const call: LaneCall = {
        name,
        keys,
        args,
        how: 'evalsha',
        isAsking: false,
        hops: 0,
        isOver: false,
        resolve: (reply) => {
          over();
          resolve(reply);
        },
        reject: (error) => {
          over();
          reject(error);
        },
      };
      const late = new Error(`The script ${name} timed out: no answer within ${this.timeoutMs} ms`);
      const cancel = this.clock.after(this.timeoutMs, () => call.reject(late));
      this.send(call, this.servers.homeOf(keys));
    });

  /** What is under way rejects. */
  close(): void {
    this.isClosed = true;
    for (const lane of this.lanes.values()) lane.close();
  }

  private send(call: LaneCall, server: string | undefined): void {
    if (call.isOver) return;
    if (server === undefined || this.isClosed) call.reject(new Error('There is no connection now'));
    else this.laneTo(server).add(call);
  }

  private laneTo(server: string): ReplicatedLane {
    const existing = this.lanes.get(server);
    if (existing) return existing;
    const lane = new ReplicatedLane(this.servers.open(server), this.wait, {
      refused: (call, error) => this.refused(call, error, server),
      ended: () => {
        if (this.lanes.get(server) === lane) this.lanes.delete(server);
        if (!this.isClosed) this.servers.changed?.();
      },
    });
    this.lanes.set(server, lane);
    return lane;
  }

  private refused(call: LaneCall, error: Error, server: string): void {
    if (call.isOver) return;
    const [word = '', , address = ''] = error.message.split(' ');
    call.hops += 1;
    if (word === 'NOSCRIPT' && call.how === 'evalsha') {
      call.how = 'eval';
      return this.send(call, server);
    }
    const { named } = this.servers;
    if (!named || !FOLLOWED.has(word) || call.hops > MAX_HOPS) return call.reject(error);
    if (word === 'TRYAGAIN') return void this.clock.after(TRY_AGAIN_MS, () => this.send(call, server));
    call.isAsking = word === 'ASK';
    if (!call.isAsking) this.servers.changed?.();
    this.send(call, named(address.startsWith(':') ? `${server.slice(0, server.lastIndexOf(':'))}${address}` : address));
  }
}

const FOLLOWED = new Set(['MOVED', 'ASK', 'TRYAGAIN']);
