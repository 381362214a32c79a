/** What an operator wants to know of a run. Reads all of its keys: for commands of people, not for steps. */
import type { RunKeys } from './keys';
import { limits } from './limits';
import type { DataCommands } from './link';
import { readStepLock } from './lockText';
import { parseRecord } from './replies';
import type { RunIndex } from './runIndex';
import type { LockFact, RunFacts, StepName } from './types';

/** Locks that may be held, by the state of the run: begin.lua counts a start with each, and commit.lua ends both. */
export function locksOf(keys: RunKeys, state: Record<string, string>): string[] {
  return Object.keys(state)
    .filter((field) => field.startsWith('n:'))
    .map((field) => keys.lock(stepOf(field)));
}

export async function readFacts(redis: DataCommands, keys: RunKeys, index: RunIndex): Promise<RunFacts> {
  const named = new Set<string>();
  for await (const page of index.pages()) for (const key of page) named.add(key);
  const state = await redis.hgetall(keys.state);
  const fields = (kind: string) => Object.entries(state).filter(([field]) => field.startsWith(`${kind}:`));
  const floors = new Map(fields('f').map(([field, floor]) => [stepOf(field).step, floor]));
  const locks = locksOf(keys, state);
  const inputHash = state['j'];
  return {
    records: fields('r')
      .map(([, text]) => parseRecord(text))
      .filter(({ step, gen }) => gen >= Number(floors.get(step) ?? 0)),
    counters: fields('n').map(([field, text]) => {
      // begin.lua: `<failed>|` and a comma after each start.
      const [failed, starts = ''] = text.split('|');
      return { ...stepOf(field), failed: Number(failed), starts: starts.split(',').length - 1 };
    }),
    locks: await readLocks(redis, keys, locks),
    strikes: await readStrikes(redis, keys, named),
    redisBytes: await memoryOf(redis, [keys.state, keys.index, ...locks, ...named]),
    ...(inputHash !== undefined && { inputHash }),
  };
}

/** `<kind>:<step>:<hash>`; neither step nor hash holds a colon (keys.ts). */
function stepOf(name: string): StepName {
  const [, step = '', hash = ''] = name.split(':');
  return { step, hash };
}

async function readLocks(redis: DataCommands, keys: RunKeys, locks: string[]): Promise<LockFact[]> {
  const facts = locks.map(async (key): Promise<LockFact[]> => {
    const [text, pttlMs] = await Promise.all([redis.get(key), redis.pttl(key)]);
    const lock = readStepLock(text);
    // One that was given back, or has ended since, is nobody's.
    return lock && pttlMs >= 0 ? [{ ...stepOf(keys.nameOf(key)), ...lock, pttlMs }] : [];
  });
  return (await Promise.all(facts)).flat();
}

async function readStrikes(redis: DataCommands, keys: RunKeys, named: Set<string>): Promise<RunFacts['strikes']> {
  const found = [...named].filter((key) => keys.nameOf(key).startsWith('k:'));
  const strikes = found.map(async (key) => ({
    step: stepOf(keys.nameOf(key)).step,
    tokens: (await redis.smembers(key)).map(Number),
  }));
  // Those that a person has forgiven left their name.
  return (await Promise.all(strikes)).filter(({ tokens }) => tokens.length > 0);
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
