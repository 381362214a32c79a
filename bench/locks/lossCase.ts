/**
 * One lock, one fault, in a process of its own, because some libraries answer a fault by ending the process.
 * Usage: node lossCase.js CANDIDATE SCENARIO REDIS_URL. Prints one LossCase as JSON.
 */
import { writeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Candidate, Held } from './candidate';
import { candidates } from './candidates';
import { openClient } from './clients';
import { startFaultProxy } from './faultProxy';
import { COMMAND_TIMEOUT_MS, LEASE_MS, scenarios, type Scenario, type ScenarioName, type Stage } from './scenarios';

const FAULT_AFTER_MS = 300;
/** Who was not told this long after a rival could have the lock counts as never told. */
const OBSERVED_MS = 10_000;

/** Times are counted from the moment a rival could have the lock, in ms; negative is before it. */
export interface LossCase {
  /** When the holder was told; absent for never. */
  toldMs?: number;
  /** Asked right after the fault, before any timer had its turn, the lock's own synchronous check refused. */
  isRefusedAtOnce: boolean;
  /** When an error that nobody could catch ended the process, and which. */
  ended?: { atMs: number; error: string };
}

async function main([name, scenarioName = '', url = '']: string[]): Promise<void> {
  const about = candidates.find((candidate) => candidate.name === name);
  if (!about || !(scenarioName in scenarios)) throw new Error(`Unknown lock or scenario: ${name}, ${scenarioName}`);
  const scenario: Scenario = scenarios[scenarioName as ScenarioName];
  const admin = await openClient(6, url, { protocol: 2 });
  const proxy = await startFaultProxy(url);
  const lock = await about.open(proxy.url, scenario.withCommandTimeout ? { commandTimeoutMs: COMMAND_TIMEOUT_MS } : {});
  const key = `bench-loss-${process.pid}`;
  const rivalTakes = () => takeFor(about, url, key);
  const stage = async (): Promise<Stage> => ({ proxy, admin, lockKeys: await lockKeysOf(admin, key), rivalTakes });
  await lock.hold(key, LEASE_MS, async (held) => report(await suffer(held, scenario, stage)));
}

async function suffer(held: Held, scenario: Scenario, stage: () => Promise<Stage>): Promise<LossCase> {
  let toldAt: number | undefined;
  const told = new Promise<void>((resolve) => {
    held.onLost?.(() => {
      toldAt ??= performance.now();
      resolve();
    });
  });
  await delay(FAULT_AFTER_MS);
  const rivalAt = await scenario.strike(await stage());
  const isRefusedAtOnce = refuses(held);
  process.on('uncaughtExceptionMonitor', ({ message }) => {
    report({ isRefusedAtOnce, ended: { atMs: performance.now() - rivalAt, error: message } });
  });
  await Promise.race([told, delay(rivalAt + OBSERVED_MS - performance.now())]);
  return { isRefusedAtOnce, ...(toldAt !== undefined && { toldMs: toldAt - rivalAt }) };
}

function refuses(held: Held): boolean {
  try {
    held.assertHeld?.();
    return false;
  } catch {
    return true;
  }
}

/** Whatever names a library gives its keys: those that carry ours and end with the lease are the lock. */
async function lockKeysOf(admin: Redis, key: string): Promise<string[]> {
  const names = await admin.keys(`*${key}*`);
  const ttls = await Promise.all(names.map((name) => admin.pttl(name)));
  const lockKeys = names.filter((_, i) => (ttls[i] ?? -1) > 0 && (ttls[i] ?? 0) <= LEASE_MS);
  if (lockKeys.length === 0) throw new Error(`No key of ${key} ends with the lease`);
  return lockKeys;
}

async function takeFor(about: Candidate, url: string, key: string): Promise<void> {
  const rival = await about.open(url);
  await new Promise<void>((taken, failed) => {
    const keep = () => {
      taken();
      return new Promise<void>(() => undefined);
    };
    rival.hold(key, 10 * OBSERVED_MS, keep).catch(failed);
  });
}

/** Ends the process as well: connections into a partition would keep it. */
function report(outcome: LossCase): void {
  writeSync(1, `${JSON.stringify(outcome)}\n`);
  process.exit(0);
}

void main(process.argv.slice(2));
