/** Ends a server whose owner has ended in whatever way: also where nothing of the owner ran any more, as after `kill -9`. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';

/**
 * Waits for a line from the owner, which alone holds the other end: it closes with the owner. Then the server is asked to end,
 * and killed when it has not within so many seconds. Until then the pid is its own: once it has ended, the line is sent.
 */
const PROGRAM = `read -r _ && exit
kill -TERM "$1"
left=$2
while [ "$left" -gt 0 ]; do
  sleep 1
  kill -0 "$1" || exit
  left=$((left - 1))
done
kill -KILL "$1"`;

/** Watches over `server` until it has ended. @returns what waits, after that, until nothing watches any more. */
export function keep(server: ChildProcess, graceMs: number): () => Promise<void> {
  if (server.pid === undefined || process.platform === 'win32') return () => Promise.resolve();
  const seconds = Math.ceil(graceMs / 1000);
  const keeper = spawn('/bin/sh', ['-c', PROGRAM, 'keeper', String(server.pid), String(seconds)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // Ctrl-C at the terminal is for the owner.
    detached: true,
  });
  const { stdin } = keeper;
  const ended = new Promise<void>((resolve) => keeper.once('exit', () => resolve()).once('error', () => resolve()));
  // Without a shell, or when somebody has killed it, the owner stops its servers itself, as far as it can.
  stdin.on('error', () => undefined);
  keeper.unref();
  if (stdin instanceof Socket) stdin.unref();
  const release = (): void => void stdin.end('\n');
  server.once('exit', release);
  return async () => {
    release();
    // Else this process may end as it waits.
    keeper.ref();
    await ended;
  };
}
