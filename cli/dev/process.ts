/** A program that `dev` runs: somebody's own worker, in a process of its own that is told where the servers of `dev` are. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { StackAddresses } from '../../testing/servers/stack';
import type { Ready } from '../../worker/ready';
import type { Running } from './supervisor';

/** What a worker needs at most to end its steps: the default grace time, and as much again to record and release. */
const ENDS_WITHIN_MS = 25_000;

/**
 * Starts `node ARGS`. It is asked to end (SIGTERM) by `stop`, and when this process ends in whatever way. It has a session of
 * its own: Ctrl-C at the terminal reaches this process only, which ends the workers before the servers.
 */
export function startProcess(
  args: readonly string[],
  { temporalAddress, redisUrl }: StackAddresses,
  onReady: (ready: Ready) => void,
): Running {
  const child = spawn(process.execPath, ['--require', join(__dirname, 'inChild.js'), ...args], {
    env: { ...process.env, TEMPORAL_ADDRESS: temporalAddress, REDIS_URL: redisUrl },
    // What it prints is no result of `dev`.
    stdio: ['ignore', 2, 2, 'ipc'],
    detached: true,
  });
  child.on('message', (said: { ready?: Ready }) => said.ready && onReady(said.ready));
  const ended = once(child, 'exit').then(([code, signal]) => String(code ?? signal));
  return {
    ended,
    async stop() {
      if (child.connected) child.disconnect();
      const late = new AbortController();
      const kill = pause(ENDS_WITHIN_MS, undefined, late).then(() => child.kill('SIGKILL'));
      kill.catch(() => undefined);
      await ended;
      late.abort();
    },
  };
}
