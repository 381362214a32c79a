/** `dev PROGRAM`: somebody's own worker, in a process of its own that is told where the servers of `dev` are. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { StackAddresses } from '../testing';
import { Usage } from './exit';

/** @throws Usage when there is no such program. */
export function checkProgram(program: string): void {
  if (!existsSync(program)) throw new Usage(`There is no program ${resolve(program)}. Compile your worker first.`);
}

/**
 * The worker is asked to end (SIGTERM) by `stop`, and when this process ends in whatever way. It has a session of its own:
 * Ctrl-C at the terminal reaches this process only, which ends the worker before the servers.
 */
export function startOwnWorker(
  program: string,
  { temporalAddress, redisUrl }: StackAddresses,
): { readonly done: Promise<void>; stop(): Promise<void> } {
  const child = spawn(process.execPath, ['--require', join(__dirname, 'endWithParent.js'), resolve(program)], {
    env: { ...process.env, TEMPORAL_ADDRESS: temporalAddress, REDIS_URL: redisUrl },
    // What it prints is no result of `dev`.
    stdio: ['ignore', 2, 2, 'ipc'],
    detached: true,
  });
  const done = once(child, 'exit').then(([code, signal]) => {
    if (code !== 0) throw new Error(`The worker ${program} ended with ${code ?? signal}. What it said stands above.`);
  });
  // Who awaits `done` or `stop` hears of a failure; until then it is not unhandled.
  done.catch(() => undefined);
  return {
    done,
    async stop() {
      if (child.connected) child.disconnect();
      await done;
    },
  };
}
