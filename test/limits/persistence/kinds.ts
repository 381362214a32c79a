/** What a Redis may keep over its end, and the ends it may come to. */
import type { KeptRedis } from '../../support/keptRedis';

/** Lines of configuration. */
export const keeping = {
  nothing: ['save ""', 'appendonly no'],
  snapshots: ['save 1 1', 'appendonly no'],
  everysec: ['save ""', 'appendonly yes', 'appendfsync everysec', 'aof-load-truncated yes'],
  always: ['save ""', 'appendonly yes', 'appendfsync always', 'aof-load-truncated yes'],
} as const;

export type Keeping = keyof typeof keeping;

/** In a table. */
export const named: Record<Keeping, string> = {
  nothing: 'nothing kept',
  snapshots: 'RDB',
  everysec: 'AOF everysec',
  always: 'AOF always',
};

export interface End {
  readonly name: string;
  readonly keeping: Keeping;
  /** Whether what was acknowledged may be gone. */
  readonly lossy: boolean;
  /** Before work begins that is lost later. @returns what happens while it is dead. */
  prepare(redis: KeptRedis): Promise<() => Promise<void>>;
}

const untouched = (): Promise<void> => Promise.resolve();
const dead =
  (what: (redis: KeptRedis) => Promise<unknown>): End['prepare'] =>
  (redis) =>
    Promise.resolve(async () => void (await what(redis)));

const killed = (kind: Keeping, lossy: boolean): End => ({
  name: 'kill -9',
  keeping: kind,
  lossy,
  prepare: () => Promise.resolve(untouched),
});

const CUT_BYTES = 16_384;
/** A command whose end is missing: `aof-load-truncated yes` takes such a file without it. */
const HALF = Buffer.from('*3\r\n$3\r\nSET\r\n$4\r\nha');
/** A file system that had the new length of the file and not its bytes. */
const ZEROES = Buffer.alloc(512);

/** Every one on the lines of `keeping`: the same for users of locks and for runs. */
export const ends: readonly End[] = [
  killed('nothing', true),
  killed('snapshots', true),
  // Its writes wait for a sync that takes its time, and are acknowledged before: up to two seconds of them.
  killed('everysec', true),
  killed('always', false),
  { name: 'power cut', keeping: 'everysec', lossy: true, prepare: dead((redis) => redis.cutTail(CUT_BYTES)) },
  { name: 'power cut', keeping: 'always', lossy: false, prepare: dead((redis) => redis.addTail(HALF)) },
  { name: 'older RDB', keeping: 'snapshots', lossy: true, prepare: (redis) => redis.snapshot() },
  { name: 'empty restart', keeping: 'always', lossy: true, prepare: dead((redis) => redis.empty()) },
];

/** Not among the ends: Redis does not start with it. */
export const garbage: End = {
  name: 'garbage tail',
  keeping: 'always',
  lossy: false,
  prepare: dead((redis) => redis.addTail(ZEROES)),
};
