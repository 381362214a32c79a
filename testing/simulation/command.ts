import type { Bytes } from './bytes';
import type { Database } from './database';
import { RedisError, type RawReply } from './replies';

export type { Word } from './bytes';

/** What a command sees of its server. */
export interface Surroundings {
  readonly db: Database;
  /** Server time, ms since 1970; fractions are its microseconds. */
  readonly nowMs: number;
}

export interface Command {
  /** How many arguments it takes, without the name: at least, and at most when there is an upper bound. */
  readonly arity: readonly [least: number, most?: number];
  /** Refused when memory is full: it may need more. */
  readonly denyOom?: true;
  readonly write?: true;
  /** Refused inside a script. */
  readonly noScript?: true;
  /** The arguments that are keys. Default: the first. */
  readonly keys?: (args: Bytes[]) => Bytes[];
  run(args: Bytes[], around: Surroundings): RawReply;
}

/** Commands by their names. */
export type Commands = Readonly<Record<string, Command>>;

export const allKeys = (args: Bytes[]): Bytes[] => args;
export const noKeys = (): Bytes[] => [];

/** Does what the command does; for those that write and may need memory. */
export const growing = { write: true, denyOom: true } as const;

export function wrongArity(name: string): RedisError {
  return new RedisError(`ERR wrong number of arguments for '${name.toLowerCase()}' command`);
}

export function fits({ arity: [least, most = Infinity] }: Pick<Command, 'arity'>, args: readonly Bytes[]): boolean {
  return args.length >= least && args.length <= most;
}

export function keysOf(command: Command, args: Bytes[]): Bytes[] {
  return command.keys?.(args) ?? args.slice(0, 1);
}

/** Consecutive pairs, as in HSET and ZADD. The caller has checked that their number is even. */
export function pairsOf(words: readonly Bytes[]): [Bytes, Bytes][] {
  return words.flatMap((word, i) => (i % 2 === 0 ? [[word, words[i + 1] ?? '']] : []));
}
