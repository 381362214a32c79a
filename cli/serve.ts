/** `worker`: a process that works until it is told to stop. */
import { configFor } from './connection';
import { EXIT } from './exit';
import { installLogs } from './logs';
import type { Output } from './output';
import { startWorker } from './report';
import { interrupted, onInterrupt } from './signals';

export async function serveWorker(output: Output): Promise<number> {
  const config = configFor(undefined);
  const interrupt = onInterrupt();
  // Its log is all there is to see of it.
  await installLogs('warn', config.metricsPort);
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
