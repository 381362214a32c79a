import type { Database } from './database';
import { RedisError, type Reply } from './replies';

export type Word = string | Buffer;

/** What a command sees of its server. */
export interface Surroundings {
  readonly db: Database;
  readonly nowMs: number;
}

export interface Command {
  /** How many arguments it takes, without the name: at least, and at most when there is an upper bound. */
  readonly arity: readonly [least: number, most?: number];
  /** Refused when memory is full: it may need more. */
  readonly denyOom?: true;
  readonly write?: true;
  /** The arguments that are keys. Default: the first. */
  readonly keys?: (args: Word[]) => Word[];
  run(args: Word[], around: Surroundings): Reply;
}

export const allKeys = (args: Word[]): Word[] => args;
export const noKeys = (): Word[] => [];
export const textOf = (word: Word | undefined): string =>
  typeof word === 'string' ? word : (word?.toString('utf8') ?? '');

export function integerOf(word: Word | undefined): number {
  const text = textOf(word);
  if (!/^-?\d+$/.test(text)) throw new RedisError('ERR value is not an integer or out of range');
  return Number(text);
}
