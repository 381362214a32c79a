/** `worker` and `dev`: processes that work until they are told to stop. */
import { configFor, isConfigured, stackFolder } from './connection';
import { EXIT, Usage } from './exit';
import type { Output } from './output';
import { startServers, startWorker } from './report';
import { interrupted, onInterrupt } from './signals';

export async function serveWorker(output: Output): Promise<number> {
  const config = configFor(undefined);
  const interrupt = onInterrupt();
  const worker = await startWorker(config);
  for (const warning of worker.worker.warnings) output.say(`note: ${warning}`);
  const { healthPort } = worker.worker;
  if (healthPort !== undefined) output.say(`health: http://127.0.0.1:${healthPort}/readyz`);
  output.say(`worker polls ${config.taskQueue} at ${config.temporal.connectionOptions.address ?? 'localhost:7233'}`);
  await Promise.race([interrupted(interrupt), worker.done]);
  output.say('stopping: running steps record and release');
  await worker.stop();
  return EXIT.ok;
}

export async function serveDev(output: Output): Promise<number> {
  if (isConfigured())
    throw new Usage('`dev` starts servers of its own: unset TEMPORAL_ADDRESS and REDIS_URL, or use `worker`.');
  const interrupt = onInterrupt();
  const servers = await startServers('lasting', output);
  try {
    const worker = await startWorker(configFor(servers.stack));
    output.say(`Web UI:    ${servers.stack?.uiUrl ?? 'none'}`);
    output.say(`data:      ${stackFolder()}`);
    output.say('in another terminal:  npm run -s pipeline -- start FILE.csv      Ctrl-C here stops all');
    await Promise.race([interrupted(interrupt), worker.done]);
    await worker.stop();
  } finally {
    await servers.stop();
  }
  return EXIT.ok;
}
