/** `dev`: servers of its own, and workers on them that are kept alive, until Ctrl-C. */
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { StackAddresses } from '../../testing/servers/stack';
import { isConfigured, stackFolder } from '../connection';
import { EXIT, Usage } from '../exit';
import type { Output } from '../output';
import { startServers } from '../report';
import { reportPackage } from '../reportPackage';
import { advice } from '../self';
import { interrupted, onInterrupt } from '../signals';
import { startProcess } from './process';
import { Supervisor } from './supervisor';
import { watchCode } from './watchCode';
import type { Watch } from './watchCode';

export interface DevFlags {
  readonly watch?: boolean;
}

/** The worker of this package, which says nothing that `dev` does not say. */
const OWN = { name: 'the worker', args: [join(__dirname, '..', 'main.js'), 'worker', '--json'] };

/** @param programs workers of one's own, in place of the one of this package. */
export async function serveDev(programs: readonly string[], flags: DevFlags, output: Output): Promise<number> {
  if (isConfigured())
    throw new Usage('`dev` starts servers of its own: unset TEMPORAL_ADDRESS and REDIS_URL, or use `worker`.');
  if (flags.watch === true && programs.length === 0)
    throw new Usage('--watch needs a program: dev --watch worker.js. The worker of this package does not change.');
  programs.forEach(checkProgram);
  if (programs.length === 0) reportPackage('`dev` without a program');
  const interrupt = onInterrupt();
  const servers = await startServers('lasting', output);
  const watches: Watch[] = [];
  try {
    if (!servers.stack) throw new Error('impossible: nothing is configured, and no servers were started');
    const { stack } = servers;
    output.say(`Web UI:    ${stack.uiUrl ?? 'none'}`);
    output.say(`data:      ${stackFolder()}`);
    const next = programs.length === 0 ? 'start FILE.csv' : 'run PIPELINE --id ID --input JSON';
    output.say(...advice('Ctrl-C here stops all. In another terminal:', next));
    const workers = supervisorsOf(programs, stack, flags, output);
    if (flags.watch === true) {
      for (const [i, program] of programs.entries()) {
        watches.push(await watchCode(program, (path) => workers[i]?.changed(path)));
      }
    }
    const running = Promise.all(workers.map((worker) => worker.run()));
    try {
      await Promise.race([interrupted(interrupt), running]);
    } finally {
      await Promise.all(workers.map((worker) => worker.stop()));
    }
    await running;
  } finally {
    for (const watch of watches) watch.close();
    await servers.stop();
  }
  return EXIT.ok;
}

/** @throws Usage when there is no such program. */
function checkProgram(program: string): void {
  if (!existsSync(program)) throw new Usage(`There is no program ${resolve(program)}. Compile your worker first.`);
}

function supervisorsOf(
  programs: readonly string[],
  stack: StackAddresses,
  { watch = false }: DevFlags,
  output: Output,
): Supervisor[] {
  const own = programs.map((program) => ({ name: program, args: [resolve(program)] }));
  const workers = own.length === 0 ? [OWN] : own;
  return workers.map(({ name, args }) => {
    const whose = workers.length > 1 ? `${basename(name)}: ` : '';
    return new Supervisor({
      name,
      isWatched: watch,
      start: (onReady) => startProcess(args, stack, onReady),
      say: (line) => output.say(`${whose}${line}`),
      clock: {
        now: () => performance.now(),
        async wait(ms, signal) {
          const longest = 2 ** 31 - 1;
          await pause(Math.min(ms, longest), undefined, { signal }).catch(() => undefined);
        },
      },
    });
  });
}
