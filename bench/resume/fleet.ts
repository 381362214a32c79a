import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { nowMs } from './journal';

/** Processes of one kind, all of which end with the bench. */
export class Fleet {
  private readonly alive = new Map<number, ChildProcess>();

  constructor(
    private readonly program: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  start(...args: readonly string[]): void {
    const child = spawn(process.execPath, [this.program, ...args], {
      env: { ...process.env, ...this.env },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const { pid } = child;
    if (pid === undefined) throw new Error(`cannot start ${this.program}`);
    this.alive.set(pid, child);
    child.once('exit', () => this.alive.delete(pid));
  }

  /** `kill -9`. @returns when, ms of the monotonic clock. */
  async kill(pid: number): Promise<number> {
    const child = this.alive.get(pid);
    if (!child) throw new Error(`no process of this fleet has the pid ${pid}`);
    const ended = once(child, 'exit');
    const at = nowMs();
    child.kill('SIGKILL');
    await ended;
    return at;
  }

  async stop(): Promise<void> {
    await Promise.all([...this.alive.keys()].map((pid) => this.kill(pid)));
  }
}
