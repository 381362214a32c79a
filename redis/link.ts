/** The port between the store and a Redis: `connect` opens it to a real one, the test kit to a simulated one. */
import type { Clock } from './clock';
import type { RunScript } from './scripts';

/** The plain commands the store sends, as ioredis has them. Each may be sent twice. */
export interface DataCommands {
  ping(): Promise<string>;
  info(): Promise<string>;
  config(subcommand: 'GET', name: string): Promise<unknown>;
  memory(subcommand: 'USAGE', key: string): Promise<number | null>;
  eval(script: string, keyCount: number, ...keysAndArguments: (string | number)[]): Promise<unknown>;
  unlink(...keys: string[]): Promise<number>;
  pexpire(key: string, ms: number): Promise<number>;
  pttl(key: string): Promise<number>;
  get(key: string): Promise<string | null>;
  getBuffer(key: string): Promise<Buffer | null>;
  getrangeBuffer(key: string, first: number, last: number): Promise<Buffer>;
  set(key: string, value: string | Buffer, px: 'PX', ms: number): Promise<'OK' | null>;
  set(key: string, value: string | Buffer, px: 'PX', ms: number, nx: 'NX'): Promise<'OK' | null>;
  hgetall(key: string): Promise<Record<string, string>>;
  hmget(key: string, ...fields: string[]): Promise<(string | null)[]>;
  /** Fields and values in turns. */
  hscan(key: string, cursor: string, count: 'COUNT', size: number): Promise<[cursor: string, fields: string[]]>;
  smembers(key: string): Promise<string[]>;
  time(): Promise<(string | number)[]>;
  zadd(key: string, gt: 'GT', ...scoresAndMembers: (string | number)[]): Promise<number>;
  zrange(key: string, first: number, last: string, scores: 'WITHSCORES'): Promise<string[]>;
  zrem(key: string, ...members: string[]): Promise<number>;
  sscan(key: string, cursor: string, count: 'COUNT', size: number): Promise<[cursor: string, members: string[]]>;
}

/** A connection that only listens. */
export interface Subscriber {
  /** Resolves when the subscription stands. */
  subscribe(channel: string): Promise<unknown>;
  unsubscribe(channel: string): Promise<unknown>;
  on(event: 'message', listener: (channel: string, message: string) => void): unknown;
  /** `ready`: connected, again too. `error` must have a listener. */
  on(event: 'ready' | 'error', listener: (error?: Error) => void): unknown;
  disconnect(): void;
}

/** The connections of one store. */
export interface Link {
  /** For messages: the address without the password. */
  readonly endpoint: string;
  readonly clock: Clock;
  /** In [0, 1): spreads what many would do at one moment. */
  readonly random: () => number;
  readonly data: DataCommands;
  /** On the lock connection: an error means that the outcome is unknown; nothing is ever sent twice by itself. */
  readonly lockScript: RunScript;
  /** On the data connection: for scripts that decide nothing about locks. */
  readonly dataScript: RunScript;
  /** Where replicas are waited for. */
  readonly replicated?: Replicated;
  readonly openSubscriber: () => Subscriber;
  close(): void;
}

export interface Replicated {
  /** So many must have what was given. */
  readonly replicas: number;
  /** As `lockScript`, on connections of its own: answered once replicas have what was given, else an error. */
  readonly script: RunScript;
}

/** For the calls by which something is given: a lock, the licence for a step, a record that stands. */
export const givingScript = ({ replicated, lockScript }: Link): RunScript => replicated?.script ?? lockScript;
