/** A worker in a process of its own, run from the build. It has no handler for SIGTERM: the SDK's own one has to do. */
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { createWorker, readConfig } from '../../worker';
import { chaosSteps } from './steps';

const TICK_MS = 100;
/** Well below a lease: what is shorter costs nobody anything. */
const LATE_MS = 1000;

/** On a machine that is short of time a lease may be lost with no fault of ours: the log of faults should know. */
function tellWhenLate(outside: string): void {
  let due = performance.now() + TICK_MS;
  setInterval(() => {
    const lateMs = Math.round(performance.now() - due);
    due = performance.now() + TICK_MS;
    if (lateMs < LATE_MS) return;
    const body = JSON.stringify({ pid: process.pid, lateMs, takesMs: 0 });
    fetch(`${outside}/late`, { method: 'POST', body }).catch((error: unknown) => console.error(error));
  }, TICK_MS).unref();
}

async function main(): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const worker = await createWorker({
    pipelines: require.resolve('./workflows'),
    workflowBundle: { codePath: process.env['TEST_BUNDLE'] ?? '' },
    steps: [chaosSteps],
    deps: { outside: process.env['TEST_OUTSIDE'] ?? '' },
    config: readConfig(),
  });
  const running = worker.run();
  tellWhenLate(process.env['TEST_OUTSIDE'] ?? '');
  process.stdout.write('ready\n');
  await running;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
