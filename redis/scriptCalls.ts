import type { Clock } from './clock';
import type { KeptClient } from './keptClient';
import { ScriptCommand } from './scriptCommand';
import { scripts, type Argument, type ScriptName } from './scripts';

interface Call {
  readonly name: ScriptName;
  readonly keys: string[];
  readonly args: Argument[];
  readonly resolve: (reply: unknown) => void;
  readonly reject: (error: Error) => void;
  dueMs: number;
  command?: ScriptCommand;
}

/** Small, so that Redis starts on the first calls of a tick while the others are still being written. */
const FIRST_WRITE = 4;

/**
 * Script calls on one connection. The calls of one tick leave in few writes to the socket, each twice as large as the one
 * before, and one timer watches all that are under way (docs/locks.md, "What it costs").
 *
 * A call that is not answered in `timeoutMs` rejects, and is not sent any more where it waits for a connection or for another
 * try: what its caller takes for over takes no lock later. Its reply, should it still come, is dropped.
 */
export class ScriptCalls {
  private waiting: Call[] = [];
  /** How many calls the next write of this tick takes. */
  private writeSize = FIRST_WRITE;
  /** In the order of their deadlines, which is the order they were sent in. */
  private readonly sent = new Set<Call>();
  private cancelTimer: (() => void) | undefined;

  constructor(
    private readonly kept: KeptClient,
    private readonly clock: Clock,
    private readonly timeoutMs: number,
    /** Without a connection calls wait for the next one; else they reject at once. */
    private readonly waits: boolean,
  ) {}

  readonly run = (name: ScriptName, keys: string[], args: Argument[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (this.waiting.length === 0) process.nextTick(this.endTick);
      this.waiting.push({ name, keys, args, resolve, reject, dueMs: 0 });
      if (this.waiting.length >= this.writeSize) {
        this.flush();
        this.writeSize *= 2;
      }
    });

  /** Ends the timer; what is under way rejects when the connection closes. */
  close(): void {
    this.cancelTimer?.();
  }

  private readonly endTick = (): void => {
    this.writeSize = FIRST_WRITE;
    this.flush();
  };

  private readonly flush = (): void => {
    const calls = this.waiting;
    this.waiting = [];
    const dueMs = this.clock.nowMs() + this.timeoutMs;
    // A Cluster has a socket for each node.
    const { current } = this.kept;
    const stream = calls.length > 1 && 'stream' in current ? current.stream : undefined;
    stream?.cork();
    for (const call of calls) {
      call.dueMs = dueMs;
      this.sent.add(call);
      this.send(call);
    }
    stream?.uncork();
    this.cancelTimer ??= this.clock.after(this.timeoutMs, this.onTimer);
  };

  private send(call: Call, how: 'evalsha' | 'eval' = 'evalsha'): void {
    const { current } = this.kept;
    if (!this.waits && current.status !== 'ready') return this.fail(call, new Error('There is no connection now'));
    const { name, keys, args } = call;
    const script = how === 'eval' ? scripts[name].source : scripts[name].sha1;
    const command = new ScriptCommand(how, script, keys, args);
    call.command = command;
    void current.sendCommand(command);
    command.promise.then(
      (reply) => {
        if (this.sent.delete(call)) call.resolve(reply);
      },
      (error: Error) => {
        if (!this.sent.has(call)) return;
        // A server that forgot the script has not run it; EVAL brings it along.
        if (how === 'evalsha' && error.message.startsWith('NOSCRIPT')) return this.send(call, 'eval');
        this.fail(call, error);
      },
    );
  }

  private fail(call: Call, error: Error): void {
    this.sent.delete(call);
    call.reject(error);
  }

  private readonly onTimer = (): void => {
    const nowMs = this.clock.nowMs();
    this.cancelTimer = undefined;
    for (const call of this.sent) {
      if (call.dueMs > nowMs) {
        this.cancelTimer = this.clock.after(call.dueMs - nowMs, this.onTimer);
        return;
      }
      call.command?.drop();
      this.fail(call, new Error(`The script ${call.name} timed out: no answer within ${this.timeoutMs} ms`));
    }
  };
}
