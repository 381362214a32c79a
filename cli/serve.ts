/** `worker` and `dev`: processes that work until they are told to stop. */
import { configFor, isConfigured, stackFolder } from './connection';
import { EXIT, Usage } from './exit';
import type { Output } from './output';
import { checkProgram, startOwnWorker } from './ownWorker';
import { startServers, startWorker } from './report';
import { advice } from './self';
import { interrupted, onInterrupt } from './signals';

export async function serveWorker(output: Output): Promise<number> {
  const config = configFor(undefined);
  const interrupt = onInterrupt();
  const starting = startWorker(config);
  const worker = await Promise.race([starting, interrupted(interrupt)]);
  if (!worker) {
    output.say('stopped before the worker had started');
    // Nothing is in work yet: what is half open ends with the process.
    return process.exit(EXIT.ok);
  }
  for (const warning of worker.worker.warnings) output.say(`note: ${warning}`);
  const { healthPort } = worker.worker;
  if (healthPort !== undefined) output.say(`health: http://127.0.0.1:${healthPort}/readyz`);
  output.say(`worker polls ${config.taskQueue} at ${config.temporal.connectionOptions.address ?? 'localhost:7233'}`);
  await Promise.race([interrupted(interrupt), worker.done]);
  output.say('stopping: running steps record and release');
  await worker.stop();
  return EXIT.ok;
}

/** @param program a worker of one's own, in place of the one of this package. */
export async function serveDev(program: string | undefined, output: Output): Promise<number> {
  if (isConfigured())
    throw new Usage('`dev` starts servers of its own: unset TEMPORAL_ADDRESS and REDIS_URL, or use `worker`.');
  if (program !== undefined) checkProgram(program);
  const interrupt = onInterrupt();
  const servers = await startServers('lasting', output);
  try {
    if (!servers.stack) throw new Error('impossible: nothing is configured, and no servers were started');
    const worker =
      program === undefined ? await startWorker(configFor(servers.stack)) : startOwnWorker(program, servers.stack);
    output.say(`Web UI:    ${servers.stack.uiUrl ?? 'none'}`);
    output.say(`data:      ${stackFolder()}`);
    const next = program === undefined ? 'start FILE.csv' : 'run PIPELINE --id ID --input JSON';
    output.say(...advice('Ctrl-C here stops all. In another terminal:', next));
    await Promise.race([interrupted(interrupt), worker.done]);
    await worker.stop();
  } finally {
    await servers.stop();
  }
  return EXIT.ok;
}
