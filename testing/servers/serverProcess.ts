import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { identify } from './identity';
import { keep } from './keeper';
import { reapOrphans, register, removeTempFolder, tempFolderPrefix } from './registry';
import { signal, stopProcess } from './stop';

const readyMs = 30_000;
const pollMs = 20;
const portAttempts = 3;
const shownLogLines = 15;

/** What to start and how to see that it is ready. */
export interface ServerCommand {
  program: string;
  arguments: readonly string[];
  /** How long it may take to write its data down when stopped; 0 where it keeps nothing. */
  graceMs: number;
  /** True once the server answers. It is asked again every 20 ms while false; errors end the start. */
  isReady: () => Promise<boolean>;
}

/** A running server process of ours. */
export interface ServerProcess {
  pid: number;
  /** Stops it and removes its temp folder. Safe to call more than once. */
  stop(): Promise<void>;
}

/**
 * Starts a server and waits up to 30 s until it is ready; first stops what killed owners have left behind.
 * `command` is asked for new ports each time a chosen port turns out to be taken, or the server crashes as it starts (three
 * tries). The error of a failed start holds the server's last log lines, and the first of a crash.
 */
export async function startServer(
  kind: string,
  cache: string,
  command: (tempDir: string) => Promise<ServerCommand>,
): Promise<ServerProcess> {
  await reapOrphans(cache);
  for (let attempt = 1; ; attempt += 1) {
    const tempDir = await mkdtemp(`${tempFolderPrefix}${kind}-`);
    try {
      return await launch(kind, cache, tempDir, await command(tempDir));
    } catch (error) {
      await removeTempFolder(tempDir);
      if (!(error instanceof StartFailed && error.isWorthAnotherTry) || attempt === portAttempts) throw error;
    }
  }
}

async function launch(kind: string, cache: string, tempDir: string, command: ServerCommand): Promise<ServerProcess> {
  const logPath = join(tempDir, 'server.log');
  const child = spawnLogged(command, logPath);
  const failure = new Promise<Error>((resolve) => child.once('error', resolve));
  if (child.pid === undefined) throw new Error(`Cannot start ${command.program}`, { cause: await failure });
  const identity = identify(child.pid);
  const unkept = keep(child, command.graceMs);
  // For an owner that exits without `stop`: nobody can wait then, so a server with data is asked, not killed.
  const kill = (): void => signal(identity, command.graceMs > 0 ? 'SIGTERM' : 'SIGKILL');
  if (atExit.size === 0) process.once('exit', killAll);
  atExit.add(kill);
  const unregister = await register(cache, { kind, server: identity, tempDir });
  const stopOnce = async (): Promise<void> => {
    await stopProcess(identity, command.graceMs);
    await unkept();
    atExit.delete(kill);
    if (atExit.size === 0) process.removeListener('exit', killAll);
    await removeTempFolder(tempDir);
    await unregister();
  };
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= stopOnce());
  try {
    await untilReady(child, command, logPath);
  } catch (error) {
    await stop();
    throw error;
  }
  tellOfCrash(child, command, logPath);
  return { pid: identity.pid, stop };
}

/** Of the servers that run. One listener ends all: of more than ten Node warns, and a Cluster has six nodes. */
const atExit = new Set<() => void>();
const killAll = (): void => atExit.forEach((kill) => kill());

function spawnLogged(command: ServerCommand, logPath: string): ChildProcess {
  const log = openSync(logPath, 'a');
  try {
    // A session of its own: Ctrl-C at the terminal reaches the owner only, which drains its worker before the servers go.
    const child = spawn(command.program, command.arguments, { stdio: ['ignore', log, log], detached: true });
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

async function untilReady(child: ChildProcess, command: ServerCommand, logPath: string): Promise<void> {
  const deadline = performance.now() + readyMs;
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  for (;;) {
    const isReady = !hasEnded() && (await command.isReady());
    // Asked after the answer: on a taken port it may be a foreign server that answered while ours was ending.
    if (hasEnded()) throw await startError(`ended with ${child.exitCode ?? child.signalCode}`, command, logPath);
    if (isReady) return;
    if (performance.now() > deadline) throw await startError(`was not ready after ${readyMs} ms`, command, logPath);
    await delay(pollMs);
  }
}

/** Whoever uses a server that crashes hears only that nobody answers. */
function tellOfCrash(child: ChildProcess, { program }: ServerCommand, logPath: string): void {
  child.once('exit', (code, signalName) => {
    const wasAsked = code === 0 || signalName === 'SIGTERM' || signalName === 'SIGKILL';
    // `stop` may have removed the log.
    if (wasAsked || !existsSync(logPath)) return;
    const lines = shown(readFileSync(logPath, 'utf8'));
    process.stderr.write(
      `${program} (${child.pid}) ended by itself with ${code ?? signalName}. Its last log lines:\n${lines}\n`,
    );
  });
}

/** The last lines, and the first of a crash. */
function shown(log: string): string {
  const lines = log.trim().split('\n');
  const crash = lines.findIndex((line) => line.startsWith('panic: '));
  const first = crash === -1 || crash >= lines.length - shownLogLines ? [] : [lines[crash], '...'];
  return [...first, ...lines.slice(-shownLogLines)].join('\n');
}

class StartFailed extends Error {
  /**
   * A port was taken between its choice and its use; or the server crashed, as Temporal's does where one of the ports that it
   * chooses itself is taken. A trace of 40 lines may stand below the reason.
   */
  readonly isWorthAnotherTry: boolean;

  constructor(what: string, { program, arguments: given }: ServerCommand, log: string) {
    super(`${program} ${given.join(' ')}\n${what}. Its last log lines:\n${shown(log)}`);
    this.isWorthAnotherTry = /^panic: /m.test(log) || /address already in use|bind:/i.test(log);
  }
}

async function startError(what: string, command: ServerCommand, logPath: string): Promise<Error> {
  return new StartFailed(what, command, await readFile(logPath, 'utf8').catch(() => ''));
}
