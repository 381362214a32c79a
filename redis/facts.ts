/** What an operator wants to know of a run. Reads all of its keys: for commands of people, not for steps. */
import type { RunKeys } from './keys';
import { limits } from './limits';
import type { DataCommands } from './link';
import { parseRecord } from './replies';
import type { LockFact, RunFacts, StepName } from './types';

/** Every key of the run, found by SCAN over the whole database. */
export async function keysOf(redis: DataCommands, keys: RunKeys): Promise<string[]> {
  const found = new Set<string>();
  let cursor = '0';
  do {
    const [next, page] = await redis.scan(cursor, 'MATCH', keys.pattern(), 'COUNT', limits.scanCount);
    for (const key of page) found.add(key);
    cursor = next;
  } while (cursor !== '0');
  return [...found];
}

export async function readFacts(redis: DataCommands, keys: RunKeys): Promise<RunFacts> {
  const names = await keysOf(redis, keys);
  const state = Object.entries(await redis.hgetall(keys.state));
  const fields = (kind: string) => state.filter(([field]) => field.startsWith(`${kind}:`));
  const floors = new Map(fields('f').map(([field, floor]) => [stepOf(field).step, floor]));
  const jobHash = state.find(([field]) => field === 'j')?.[1];
  return {
    records: fields('r')
      .map(([, text]) => parseRecord(text))
      .filter(({ step, gen }) => gen >= Number(floors.get(step) ?? 0)),
    counters: fields('n').map(([field, text]) => {
      // begin.lua: `<failed>|` and a comma after each start.
      const [failed, starts = ''] = text.split('|');
      return { ...stepOf(field), failed: Number(failed), starts: starts.split(',').length - 1 };
    }),
    locks: await readLocks(redis, keys, names),
    strikes: await readStrikes(redis, keys, names),
    redisBytes: await memoryOf(redis, names),
    ...(jobHash !== undefined && { jobHash }),
  };
}

/** `<kind>:<step>:<hash>`; neither step nor hash holds a colon (keys.ts). */
function stepOf(name: string): StepName {
  const [, step = '', hash = ''] = name.split(':');
  return { step, hash };
}

function namesOf(kind: string, keys: RunKeys, names: string[]): string[] {
  return names.filter((name) => name.startsWith(`${keys.base}:${kind}:`));
}

async function readLocks(redis: DataCommands, keys: RunKeys, names: string[]): Promise<LockFact[]> {
  const locks = namesOf('l', keys, names).map(async (name) => {
    const [lock, pttlMs] = await Promise.all([redis.get(name), redis.pttl(name)]);
    // begin.lua wrote it; only the scope may hold spaces.
    const [token, owner = '', flag, seq, ...scope] = (lock ?? '').split(' ');
    return {
      ...stepOf(name.slice(keys.base.length + 1)),
      owner,
      scope: scope.join(' '),
      seq: Number(seq),
      token: Number(token),
      revoked: flag === 'r',
      pttlMs,
    };
  });
  // A lock that ended between SCAN and here is nobody's any more.
  return (await Promise.all(locks)).filter((lock) => lock.pttlMs >= 0);
}

async function readStrikes(redis: DataCommands, keys: RunKeys, names: string[]): Promise<RunFacts['strikes']> {
  const strikes = namesOf('k', keys, names).map(async (name) => ({
    step: name.slice(`${keys.base}:k:`.length),
    gens: (await redis.smembers(name)).map(Number),
  }));
  return Promise.all(strikes);
}

async function memoryOf(redis: DataCommands, names: string[]): Promise<number> {
  let bytes = 0;
  for (let first = 0; first < names.length; first += limits.scanCount) {
    const page = names.slice(first, first + limits.scanCount);
    const sizes = await Promise.all(page.map((name) => redis.memory('USAGE', name)));
    bytes += sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
  }
  return bytes;
}
