import { setTimeout as delay } from 'node:timers/promises';
import { codeOf } from './errors';
import { isRunning, type ProcessIdentity } from './identity';

const pollMs = 10;
/** Time for a server to write its data down. A server without data needs none: the dev server alone would take 1.3 s. */
export const graceWithDataMs = 5000;
const killMs = 5000;

/**
 * Stops a process: SIGTERM, `graceMs` (5 s), SIGKILL, up to 5 s. Returns when it is gone; does nothing when it already is, or when
 * the pid belongs to another process by now. Fails when it outlives SIGKILL.
 */
export async function stopProcess(identity: ProcessIdentity, graceMs = graceWithDataMs): Promise<void> {
  if (!isRunning(identity)) return;
  if (graceMs > 0) signal(identity, 'SIGTERM');
  if (graceMs > 0 && (await goneWithin(identity, graceMs))) return;
  signal(identity, 'SIGKILL');
  if (await goneWithin(identity, killMs)) return;
  throw new Error(
    `Process ${identity.pid} still runs ${killMs} ms after SIGKILL. Look at it with: ps -p ${identity.pid}`,
  );
}

/** Sends a signal if exactly this process still runs. */
export function signal(identity: ProcessIdentity, name: NodeJS.Signals): void {
  if (!isRunning(identity)) return;
  try {
    process.kill(identity.pid, name);
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error;
  }
}

/** Waits until the process is gone; false when it still runs after `limitMs`. */
export async function goneWithin(identity: ProcessIdentity, limitMs: number): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  while (isRunning(identity)) {
    if (performance.now() > deadline) return false;
    await delay(pollMs);
  }
  return true;
}
