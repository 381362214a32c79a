import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Which process: the pid alone is not enough, because pids are used again. */
export interface ProcessIdentity {
  pid: number;
  /** Opaque; equal only for the same process. Absent where the system does not tell: such a process is never touched. */
  start?: string;
}

/** The identity of a process that runs now, or only its pid where it is gone or the system does not tell. */
export function identify(pid: number): ProcessIdentity {
  const start = process.platform === 'linux' ? startOnLinux(pid) : startByPs(pid);
  return start === undefined ? { pid } : { pid, start };
}

/** Whether exactly this process still runs. A zombie does not. */
export function isRunning(identity: ProcessIdentity): boolean {
  return identity.start !== undefined && identify(identity.pid).start === identity.start;
}

/** Whether a value read from a file is a process identity. */
export function isIdentity(value: unknown): value is ProcessIdentity {
  if (typeof value !== 'object' || value === null || !('pid' in value) || typeof value.pid !== 'number') return false;
  return !('start' in value) || typeof value.start === 'string';
}

function startOnLinux(pid: number): string | undefined {
  const stat = readOrNothing(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The second field is the program's name in parentheses and may hold spaces: count from the last parenthesis.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  if (state === 'Z' || state === 'X') return undefined;
  // Field 22: start in clock ticks since boot. The boot id keeps it apart from the same tick of an earlier boot.
  const boot = readOrNothing('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
  return `${boot}:${fields[19]}`;
}

function startByPs(pid: number): string | undefined {
  if (process.platform === 'win32') return undefined;
  try {
    const answer = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8', timeout: 2000 });
    const [state = 'Z', ...start] = answer.trim().split(/\s+/);
    return state.startsWith('Z') || start.length === 0 ? undefined : start.join(' ');
  } catch {
    // ps exits with 1 for a pid that does not exist.
    return undefined;
  }
}

function readOrNothing(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
