import { textOf, toBytes, type Bytes, type Word } from './bytes';
import { fits, keysOf, wrongArity, type Command } from './command';
import { commands } from './commands';
import { Database } from './database';
import type { LuaVm, Send } from './luaVm';
import { RedisError, toReply, type RawReply, type Reply } from './replies';
import { assertOneSlot, Scripting, splitKeys } from './scripting';

/** One call that reached the server, before it ran. For scripts the keys are those they were given. */
export interface Trace {
  readonly command: string;
  readonly keys: readonly string[];
}

export type Listener = (channel: string, message: string) => void;

/** How many arguments the commands take that are not in the table. */
const arities: Readonly<Record<string, Command['arity']>> = {
  EVAL: [2],
  EVALSHA: [2],
  SCRIPT: [1],
  PUBLISH: [2, 2],
};

/**
 * A small Redis in memory: the commands that pipeline-worker sends and its scripts call, on a clock that the test moves.
 * What it answers is compared with a real server, command by command (test/testing/simulated).
 *
 * Stricter than Redis: see `strictKeys`. Frozen: TIME inside one script, as in Redis 7.2 and later. Absent: databases,
 * transactions, blocking commands, eviction, lists and streams, integers beyond 2^53; replication is `copyFrom`.
 */
export class SimulatedServer {
  /**
   * Keys and values as bytes, see bytes.ts; plain text where they are ASCII.
   * @internal
   */
  readonly db: Database;
  /** Refuses commands that may need memory, as Redis does at `maxmemory` with `noeviction`. */
  memoryFull = false;
  /**
   * A script may touch only the keys it was given, and those lie in one slot: as in a cluster, and more strictly.
   * @internal
   */
  strictKeys = true;
  /**
   * Called for every command and script, before it runs.
   * @internal
   */
  onCall: ((trace: Trace) => void) | undefined;
  private readonly scripting: Scripting;
  private readonly listeners = new Map<Listener, Bytes | undefined>();
  private frozenMs: number | undefined;

  /**
   * @param clockMs the server's time of day, ms since 1970; fractions are its microseconds.
   * @internal
   */
  constructor(
    lua: LuaVm,
    private readonly clockMs: () => number,
  ) {
    this.scripting = new Scripting(lua);
    this.db = new Database(() => this.nowMs);
  }

  /**
   * Runs one command. Throws RedisError with Redis' own wording.
   * @internal
   */
  call(name: string, ...words: (Word | number)[]): Reply {
    return toReply(this.execute(name.toUpperCase(), words.map(toBytes), name));
  }

  /**
   * Hears every message that is published here, or those of one channel. @returns a function that ends it.
   * @internal
   */
  listen(listener: Listener, channel?: string): () => void {
    const heard: Listener = (from, message) => listener(from, message);
    this.listeners.set(heard, channel === undefined ? undefined : toBytes(channel));
    return () => this.listeners.delete(heard);
  }

  /**
   * Becomes a copy of another server's data, as a replica does. Scripts are not copied, as in Redis 7.
   * @internal
   */
  copyFrom(other: SimulatedServer): void {
    this.db.copyFrom(other.db);
  }

  private get nowMs(): number {
    return this.frozenMs ?? this.clockMs();
  }

  private execute(name: string, args: Bytes[], asWritten: string): RawReply {
    const arity = arities[name];
    if (arity && !fits({ arity }, args)) throw wrongArity(name);
    switch (name) {
      case 'EVAL':
        return this.evaluate(this.scripting.load(args[0] ?? ''), args.slice(1));
      case 'EVALSHA':
        return this.evaluate(args[0] ?? '', args.slice(1));
      case 'SCRIPT':
        return this.scripting.command(args);
      case 'PUBLISH':
        return this.publish(args[0] ?? '', args[1] ?? '');
      default:
        return this.runCommand(name, args, asWritten);
    }
  }

  private runCommand(name: string, args: Bytes[], asWritten: string): RawReply {
    const command = commands[name];
    if (!command) throw unknownCommand(asWritten, args);
    if (!fits(command, args)) throw wrongArity(name);
    this.trace(name, keysOf(command, args));
    if (command.denyOom && this.memoryFull) throw outOfMemory();
    return command.run(args, { db: this.db, nowMs: this.nowMs });
  }

  /** A script runs alone and at one instant; an error in its middle keeps what it has written. */
  private evaluate(sha1: string, words: Bytes[]): RawReply {
    const { keys, args } = splitKeys(words);
    this.trace('EVALSHA', keys);
    if (this.strictKeys) assertOneSlot(keys);
    this.frozenMs = this.nowMs;
    try {
      return this.scripting.run(sha1, keys, args, this.callsOf(keys));
    } finally {
      this.frozenMs = undefined;
    }
  }

  /** What `redis.call` does in one run of a script. */
  private callsOf(keys: Bytes[]): Send {
    let hasWritten = false;
    return ([asWritten = '', ...args]) => {
      const name = asWritten.toUpperCase();
      if (name === 'PUBLISH' && args.length === 2) return this.publish(args[0] ?? '', args[1] ?? '');
      const command = commands[name];
      if (!command && !arities[name]) throw new RedisError('ERR Unknown Redis command called from script');
      if (!command || command.noScript) throw new RedisError('ERR This Redis command is not allowed from script');
      if (!fits(command, args)) throw new RedisError('ERR Wrong number of args calling Redis command from script');
      const foreign = this.strictKeys && keysOf(command, args).find((key) => !keys.includes(key));
      if (typeof foreign === 'string') {
        throw new RedisError(`ERR Script attempted to access a non local key: ${textOf(foreign)}`);
      }
      // Refused only before the first write: a script that has begun to write must be able to end.
      if (command.denyOom && this.memoryFull && !hasWritten) throw outOfMemory();
      hasWritten ||= command.write === true;
      return command.run(args, { db: this.db, nowMs: this.nowMs });
    };
  }

  private publish(channel: Bytes, message: Bytes): number {
    const hearers = [...this.listeners].filter(([, only]) => only === undefined || only === channel);
    for (const [listener] of hearers) listener(textOf(channel), textOf(message));
    return hearers.length;
  }

  private trace(command: string, keys: Bytes[]): void {
    this.onCall?.({ command, keys: keys.map(textOf) });
  }
}

function unknownCommand(name: string, args: Bytes[]): RedisError {
  const shown = args.map((arg) => `'${textOf(arg)}' `).join('');
  return new RedisError(`ERR unknown command '${name}', with args beginning with: ${shown}`);
}

function outOfMemory(): RedisError {
  return new RedisError("OOM command not allowed when used memory > 'maxmemory'.");
}
