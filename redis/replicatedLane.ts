import type { Redis } from 'ioredis';
import { asError } from './errors';
import { ScriptCommand } from './scriptCommand';
import { scripts, type Argument, type ScriptName } from './scripts';

/** How many replicas must have what a call has written, and how long WAIT may take. */
export interface Wait {
  readonly replicas: number;
  readonly timeoutMs: number;
}

export interface LaneCall {
  readonly name: ScriptName;
  readonly keys: string[];
  readonly args: Argument[];
  /** `eval` where the server has not got the script. */
  how: 'evalsha' | 'eval';
  /** Sent behind ASKING: its slot is on its way to this server. */
  isAsking: boolean;
  /** How often a server sent it on. */
  hops: number;
  /** Whoever made it has been told what became of it. */
  isOver: boolean;
  readonly resolve: (reply: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Words that are not to be believed before replicas know of them too. By all others nothing was given. */
const GIVEN = new Set<unknown>(['acquired', 'committed', 'proved']);

/**
 * One connection for calls that are followed by WAIT, as long as it lasts. What comes while WAIT is under way leaves together
 * when that is answered, with one WAIT for all of it: no call waits for more than two of them, however many there are.
 *
 * WAIT counts for what its own connection has sent, so both leave in one write, and a call is not sent to another connection from here.
 */
export class ReplicatedLane {
  private waiting: LaneCall[] = [];
  /** Until it is connected, and while WAIT is under way. */
  private isBusy = true;
  private lastError = new Error('There is no connection now');

  constructor(
    /** Not connected yet; it does not connect again. */
    private readonly redis: Redis,
    private readonly wait: Wait,
    private readonly told: {
      /** A server said no, or nothing: of this call nothing more will come from here. */
      refused(call: LaneCall, error: Error): void;
      ended(): void;
    },
  ) {
    redis.on('error', (error: Error) => (this.lastError = error));
    redis.on('end', () => this.end());
    redis.connect().then(this.flush, () => this.end());
  }

  add(call: LaneCall): void {
    this.waiting.push(call);
    if (!this.isBusy) process.nextTick(this.endTick);
  }

  close(): void {
    this.redis.disconnect();
  }

  private readonly endTick = (): void => {
    if (!this.isBusy) this.flush();
  };

  private readonly flush = (): void => {
    const calls = this.waiting.filter(({ isOver }) => !isOver);
    this.waiting = [];
    this.isBusy = calls.length > 0;
    if (calls.length === 0) return;
    const { stream } = this.redis;
    stream.cork();
    const replies = calls.map((call) => this.send(call));
    const count = this.redis.wait(this.wait.replicas, this.wait.timeoutMs);
    stream.uncork();
    for (const [i, call] of calls.entries()) void this.settle(call, replies[i], count);
    count.then(this.flush, this.flush);
  };

  private send(call: LaneCall): Promise<unknown> {
    const { how, name, keys, args } = call;
    // Rejects like the call behind it, which is told.
    if (call.isAsking) this.redis.asking().catch(() => undefined);
    const command = new ScriptCommand(how, how === 'eval' ? scripts[name].source : scripts[name].sha1, keys, args);
    void this.redis.sendCommand(command);
    return command.promise;
  }

  private async settle(call: LaneCall, reply: Promise<unknown> | undefined, count: Promise<number>): Promise<void> {
    try {
      const answer = await reply;
      if (Array.isArray(answer) && GIVEN.has(answer[0])) this.checkCount(await count);
      call.resolve(answer);
    } catch (error) {
      this.told.refused(call, asError(error));
    }
  }

  /** Told in Redis' own word for the same. */
  private checkCount(count: number): void {
    const { replicas, timeoutMs } = this.wait;
    if (count >= replicas) return;
    const few = new Error(`NOREPLICAS ${count} of ${replicas} replicas had it within ${timeoutMs} ms`);
    throw Object.assign(few, { name: 'ReplyError' });
  }

  private end(): void {
    this.told.ended();
    const calls = this.waiting;
    this.waiting = [];
    for (const call of calls) this.told.refused(call, this.lastError);
  }
}
