import { createHash } from 'node:crypto';
import { textOf, type Command, type Word } from './command';
import { commands } from './commands';
import { Database } from './database';
import type { LuaVm } from './luaVm';
import { RedisError, type Reply } from './replies';

/** One call that reached the server: the command, and for scripts the script's first line. */
export interface Trace {
  readonly command: string;
  readonly keys: readonly string[];
}

export type Listener = (channel: string, message: string) => void;

/**
 * A small Redis in memory: the commands that pipeline-worker sends and its scripts call, on a clock that the test moves.
 *
 * Stricter than Redis in one thing: a script may touch only the keys it was given, as in a cluster.
 * Not there: databases, transactions, blocking commands, eviction, replication (but see `copyFrom`).
 */
export class SimulatedServer {
  readonly db: Database;
  /** Refuses commands that may need memory, as Redis does at `maxmemory` with `noeviction`. */
  memoryFull = false;
  /** Called for every command and script, before it runs. */
  onCall: ((trace: Trace) => void) | undefined;
  private scripts = new Map<string, string>();
  private readonly listeners = new Set<Listener>();
  private frozenMs: number | undefined;

  /** @param clockMs the server's time of day, ms since 1970; fractions are its microseconds. */
  constructor(
    private readonly lua: LuaVm,
    private readonly clockMs: () => number,
  ) {
    this.db = new Database(() => this.nowMs());
  }

  /** Runs one command. Throws RedisError with Redis' own wording. */
  call(name: string, ...args: (Word | number)[]): Reply {
    const words = args.map((arg) => (typeof arg === 'number' ? String(arg) : arg));
    switch (name.toUpperCase()) {
      case 'EVAL':
        return this.evaluate(this.load(textOf(words[0])), words);
      case 'EVALSHA':
        return this.evaluate(textOf(words[0]), words);
      case 'SCRIPT':
        return this.script(words);
      case 'PUBLISH':
        return this.publish(textOf(words[0]), textOf(words[1]));
      default: {
        const command = commandOf(name, words);
        this.onCall?.({ command: name.toUpperCase(), keys: keysOf(command, words) });
        if (command.denyOom && this.memoryFull) throw outOfMemory();
        return command.run(words, { db: this.db, nowMs: this.nowMs() });
      }
    }
  }

  /** Hears every message that is published here. @returns a function that ends it. */
  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Becomes a copy of another server's data, as a replica does. */
  copyFrom(other: SimulatedServer): void {
    this.db.copyFrom(other.db);
  }

  private nowMs(): number {
    return this.frozenMs ?? this.clockMs();
  }

  private load(source: string): string {
    const sha1 = createHash('sha1').update(source).digest('hex');
    this.lua.load(sha1, source);
    this.scripts.set(sha1, source);
    return sha1;
  }

  private script([subcommand, source]: Word[]): Reply {
    if (textOf(subcommand).toUpperCase() === 'LOAD') return this.load(textOf(source));
    this.scripts = new Map();
    return 'OK';
  }

  /** A script runs alone and at one instant; an error in its middle keeps what it has written. */
  private evaluate(sha1: string, [, count, ...rest]: Word[]): Reply {
    if (!this.scripts.has(sha1)) throw new RedisError('NOSCRIPT No matching script. Please use EVAL.');
    const words = rest.map(textOf);
    const keys = words.slice(0, Number(textOf(count)));
    this.onCall?.({ command: 'EVALSHA', keys });
    let written = false;
    const send = (called: string[]): Reply => {
      const [name = '', ...args] = called;
      if (name.toUpperCase() === 'PUBLISH') return this.publish(args[0] ?? '', args[1] ?? '');
      const command = commandOf(name, args);
      for (const key of keysOf(command, args)) {
        if (!keys.includes(key)) throw new RedisError(`ERR Script attempted to access a non local key: ${key}`);
      }
      if (command.denyOom && this.memoryFull && !written) throw outOfMemory();
      const reply = command.run(args, { db: this.db, nowMs: this.nowMs() });
      written ||= command.write === true;
      return reply;
    };
    this.frozenMs = this.clockMs();
    try {
      const reply = this.lua.run(sha1, keys, words.slice(keys.length), send);
      if (reply instanceof RedisError) throw reply;
      return reply;
    } finally {
      this.frozenMs = undefined;
    }
  }

  private publish(channel: string, message: string): number {
    for (const listener of this.listeners) listener(channel, message);
    return this.listeners.size;
  }
}

function commandOf(name: string, args: Word[]): Command {
  const command = commands[name.toUpperCase()];
  if (!command) throw new RedisError(`ERR unknown command '${name}' (the simulation does not have it)`);
  const [least, most = Infinity] = command.arity;
  if (args.length < least || args.length > most) {
    throw new RedisError(`ERR wrong number of arguments for '${name.toLowerCase()}' command`);
  }
  return command;
}

function keysOf(command: Command, args: Word[]): string[] {
  return (command.keys?.(args) ?? args.slice(0, 1)).map(textOf);
}

function outOfMemory(): RedisError {
  return new RedisError("OOM command not allowed when used memory > 'maxmemory'.");
}
