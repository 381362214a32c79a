/** The built command line as a process, on its own or in a terminal. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { TestPipelines } from '../support/pipeline';
import { FakeTerminal } from './live/terminal';

export const main = join(__dirname, '..', '..', 'dist', 'cli', 'main.js');
const windowProgram = join(__dirname, 'live', 'window.py');

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export function launch(args: readonly string[], env: NodeJS.ProcessEnv): { child: ChildProcess; ended: Promise<Ran> } {
  const child = spawn(process.execPath, [main, ...args], { env: { ...process.env, NO_COLOR: '1', ...env } });
  const text = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (text.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text.err += chunk.toString()));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...text }));
  return { child, ended };
}

/** Runs a command to its end. */
export const runs = (args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ran> => launch(args, env).ended;

export const eventsOf = ({ out }: Ran): Record<string, unknown>[] =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** What makes a command meet the servers and workers of these tests. */
export function envOf(pipelines: TestPipelines): NodeJS.ProcessEnv {
  const { taskQueue, prefix, redisUrl } = pipelines.config();
  return {
    TEMPORAL_ADDRESS: pipelines.address,
    REDIS_URL: redisUrl,
    PIPELINE_TASK_QUEUE: taskQueue,
    PIPELINE_PREFIX: prefix,
  };
}

export interface InTerminal {
  readonly terminal: FakeTerminal;
  /** Everything that was written, with every order to the terminal. */
  readonly raw: () => string;
  /** Resolves when the screen shows it; fails when the command ends without. */
  shows(pattern: RegExp): Promise<void>;
  /** Ctrl-C, as a person types it. */
  interrupt(): void;
  resize(columns: number): void;
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>;
}

/** Runs a program in a real pseudo-terminal, of which `terminal` shows what a person would see. */
export function inTerminal(columns: number, command: readonly string[], env: NodeJS.ProcessEnv): InTerminal {
  const terminal = new FakeTerminal(columns);
  const child = spawn('python3', [windowProgram, String(columns), '50', ...command], {
    env: { ...process.env, TERM: 'xterm-256color', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let raw = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    raw += text;
    terminal.write(text);
  });
  const closed = once(child, 'close').then(([code]) => code as number | null);
  return {
    terminal,
    raw: () => raw,
    async shows(pattern) {
      while (!pattern.test(terminal.shown.join('\n'))) {
        if (child.exitCode !== null) throw new Error(`never shown: ${pattern.source}\n${terminal.shown.join('\n')}`);
        await Promise.race([once(child.stdout, 'data'), closed]);
      }
    },
    interrupt: () => child.stdin.write('key 03\n'),
    resize(width) {
      child.stdin.write(`size ${width} 50\n`);
      terminal.resize(width);
    },
    ended: closed,
  };
}
