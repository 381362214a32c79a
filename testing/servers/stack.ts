import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheDir, writeAtomically } from './cache';
import { messageOf } from './errors';
import { identify, isIdentity, isRunning, type ProcessIdentity } from './identity';
import { startRedis } from './redis';
import { startTemporal, type SearchAttributeTypeName } from './temporal';

export interface StackOptions {
  /** Folder for the data of both servers, so that an interrupted run can be resumed. Absent: memory only. */
  dir?: string;
  /** Serve the Web UI too. */
  ui?: boolean;
  searchAttributes?: Readonly<Record<string, SearchAttributeTypeName>>;
  /** It runs until a person stops it, so that other commands may rely on it. */
  lasting?: boolean;
}

/** Where the servers of a stack are reached. */
export interface StackAddresses {
  temporalAddress: string;
  redisUrl: string;
  uiUrl?: string;
  /** False: it ends with the command that started it. */
  lasting: boolean;
}

export interface StartedStack extends StackAddresses {
  /** Where each server came from, in words. */
  sources: { temporal: string; redis: string };
  /** Stops what was started here; leaves any other server alone. */
  stop(): Promise<void>;
}

/** The note that lets a second command find a stack while it lives. */
interface StackNote extends StackAddresses {
  processes: ProcessIdentity[];
}

/**
 * Finds or starts Temporal and Redis together, and notes in the project cache where they are, for `findStack`.
 * Where one cannot be had, the other is stopped again. Fails when another living process uses `dir`.
 */
export async function startStack(o: StackOptions = {}): Promise<StartedStack> {
  const redisDir = o.dir === undefined ? {} : { dir: join(o.dir, 'redis') };
  const temporalDir = o.dir === undefined ? {} : { dir: join(o.dir, 'temporal') };
  const temporalOptions = { ...temporalDir, ui: o.ui ?? false, searchAttributes: o.searchAttributes ?? {} };
  const results = await Promise.allSettled([startRedis(redisDir), startTemporal(temporalOptions)]);
  const [redis, temporal] = results;
  if (redis.status === 'rejected' || temporal.status === 'rejected') {
    await Promise.all(results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.stop()] : [])));
    const errors = results.flatMap((result): unknown[] => (result.status === 'rejected' ? [result.reason] : []));
    throw new Error(errors.map(messageOf).join('\n'), { cause: errors[0] });
  }
  const addresses: StackAddresses = {
    temporalAddress: temporal.value.address,
    redisUrl: redis.value.url,
    lasting: o.lasting ?? false,
    ...(temporal.value.uiUrl === undefined ? {} : { uiUrl: temporal.value.uiUrl }),
  };
  const pids = [process.pid, redis.value.pid, temporal.value.pid].filter((pid) => pid !== undefined);
  const forget = await note({ ...addresses, processes: pids.map(identify) });
  const stop = async (): Promise<void> => {
    await forget();
    await Promise.all([temporal.value.stop(), redis.value.stop()]);
  };
  return { ...addresses, sources: { temporal: temporal.value.source, redis: redis.value.source }, stop };
}

/** The stack that another process of this project folder runs now, or `undefined`. All its processes must be alive. */
export async function findStack(): Promise<StackAddresses | undefined> {
  const found = parseNote(await readFile(notePath(), 'utf8').catch(() => ''));
  if (found === undefined || !found.processes.every(isRunning)) return undefined;
  const { temporalAddress, redisUrl, uiUrl, lasting } = found;
  return { temporalAddress, redisUrl, lasting, ...(uiUrl === undefined ? {} : { uiUrl }) };
}

/** Of several living stacks in one folder the first keeps the note. */
async function note(content: StackNote): Promise<() => Promise<void>> {
  const path = notePath();
  if ((await findStack()) !== undefined) return () => Promise.resolve();
  const text = `${JSON.stringify(content)}\n`;
  await writeAtomically(path, text);
  return async () => {
    const isOurs = (await readFile(path, 'utf8').catch(() => '')) === text;
    if (isOurs) await rm(path, { force: true });
  };
}

function notePath(): string {
  return join(cacheDir(), 'stack.json');
}

function parseNote(text: string): StackNote | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isNote(value) ? value : undefined;
  } catch {
    // No stack runs here, or the file is not ours.
    return undefined;
  }
}

function isNote(value: unknown): value is StackNote {
  if (typeof value !== 'object' || value === null) return false;
  if (!('temporalAddress' in value && 'redisUrl' in value && 'processes' in value)) return false;
  const hasAddresses = typeof value.temporalAddress === 'string' && typeof value.redisUrl === 'string';
  const hasUi = !('uiUrl' in value) || typeof value.uiUrl === 'string';
  return hasAddresses && hasUi && Array.isArray(value.processes) && value.processes.every(isIdentity);
}
