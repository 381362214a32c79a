/** Measures our locks against the lock libraries of npm and against a raw pair of commands. See bench/README.md. */
import { startRedis } from '../../testing/servers/redis';
import { commit } from './commit';
import { openClient } from './clients';
import type { Context } from './context';
import { startFaultProxy } from './faultProxy';
import { loss } from './loss';
import { watchingOthers } from './meter';
import { parseOptions, partNames, type PartName } from './options';
import { renew } from './renew';
import type { PartReport } from './table';
import { throughput } from './throughput';
import { versions } from './versions';
import { wait } from './wait';
import { waiters } from './waiters';

/** From here on ratios of throughput are not to be trusted: client and server need a core each. */
const MUCH_CORES = 0.3;

const parts: Record<PartName, (context: Context) => Promise<PartReport>> = {
  throughput,
  waiters,
  loss,
  renew,
  commit,
  wait,
};

async function main(): Promise<void> {
  const { rounds, only, holdMs, lateMs, isJsonOnly } = parseOptions(process.argv.slice(2));
  const print = (text: string) => {
    if (!isJsonOnly) process.stdout.write(`${text}\n`);
  };
  // Never a server that others use: the figures are those of the whole server.
  delete process.env['REDIS_URL'];
  const redis = await startRedis();
  const admin = await openClient(6, redis.url, { protocol: 2 });
  const way = await startFaultProxy(redis.url);
  if (lateMs > 0) way.late(lateMs);
  const url = lateMs > 0 ? way.url : redis.url;
  try {
    const about = await versions(admin);
    print(header(about));
    const figures: Partial<Record<PartName, unknown>> = {};
    const failed: Partial<Record<PartName, string>> = {};
    const say = (line: string) => process.stderr.write(`${line}\n`);
    for (const name of partNames.filter((part) => only.includes(part))) {
      const run = () => parts[name]({ url, admin, rounds, holdMs, say });
      try {
        const [report, othersCores] = await watchingOthers(admin, run);
        figures[name] = { rows: report.figures, othersCores };
        print(`\n== ${report.title}\n\n${report.text}\n\n${disturbance(othersCores)}`);
      } catch (error) {
        // The other parts are worth having.
        failed[name] = error instanceof Error ? error.message : String(error);
        print(`\n== ${name}: failed\n\n${failed[name]}`);
        process.exitCode = 1;
      }
    }
    process.stdout.write(
      `${JSON.stringify({ bench: 'locks', rounds, holdMs, lateMs, versions: about, figures, failed })}\n`,
    );
  } finally {
    way.close();
    admin.disconnect();
    await redis.stop();
  }
}

function disturbance(othersCores: number): string {
  const used = `Other processes used ${othersCores.toFixed(2)} cores meanwhile.`;
  return othersCores < MUCH_CORES ? used : `${used} That is much: measure again when it is quiet.`;
}

function header({ machine, libraries, ioredis, unavailable, ...rest }: Awaited<ReturnType<typeof versions>>): string {
  return [
    `pipeline-worker ${rest['pipeline-worker']}, Node ${rest.node}, Redis ${rest.redis}, ${ioredis.join(', ')}`,
    `${machine.cores} cores (${machine.cpu}), load average at the start ${machine.loadAverageAtStart?.toFixed(2)}`,
    `Compared with ${libraries.join(', ')}`,
    ...unavailable.map(({ name, error }) => `Not compared with ${name}, which cannot be installed: ${error}`),
  ].join('\n');
}

// Exiting, not dying, lets the server be stopped.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

main().then(
  // Callers that still wait for a lock which nobody gives back would keep it; what was printed is written first.
  () => process.stdout.write('', () => process.exit()),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
