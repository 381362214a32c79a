/** The worker process of the bench: as the command `worker` runs it, and it says what it used when it ends. */
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { createReportWorker } from '../../worker/report';

/** What a worker process used in its life. */
export interface Used {
  readonly cpuSeconds: number;
  readonly peakRssMb: number;
}

export type Message = 'ready' | Used;

const tell = (message: Message): boolean | undefined => process.send?.(message);

async function main(): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  const worker = await createReportWorker();
  const running = worker.run();
  process.once('disconnect', () => worker.shutdown());
  process.on('message', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    tell({ cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakRssMb: Math.round(maxRSS / 1024) });
  });
  tell('ready');
  await running;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
