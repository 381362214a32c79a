/** Measures our locks against the lock libraries of npm and against a raw pair of commands. See bench/README.md. */
import { startRedis } from '../../testing/servers/redis';
import { commit } from './commit';
import { openClient } from './clients';
import type { Context } from './context';
import { loss } from './loss';
import { parseOptions, partNames, type PartName } from './options';
import { renew } from './renew';
import type { PartReport } from './table';
import { throughput } from './throughput';
import { versions } from './versions';
import { waiters } from './waiters';

const parts: Record<PartName, (context: Context) => Promise<PartReport>> = { throughput, waiters, loss, renew, commit };

async function main(): Promise<void> {
  const { rounds, only, holdMs, isJsonOnly } = parseOptions(process.argv.slice(2));
  const print = (text: string) => {
    if (!isJsonOnly) process.stdout.write(`${text}\n`);
  };
  // Never a server that others use: the figures are those of the whole server.
  delete process.env['REDIS_URL'];
  const redis = await startRedis();
  try {
    const admin = await openClient(6, redis.url, { protocol: 2 });
    const about = await versions(admin);
    print(header(about));
    const figures: Partial<Record<PartName, unknown>> = {};
    const say = (line: string) => process.stderr.write(`${line}\n`);
    for (const name of partNames.filter((part) => only.includes(part))) {
      const report = await parts[name]({ url: redis.url, admin, rounds, holdMs, say });
      figures[name] = report.figures;
      print(`\n== ${report.title}\n\n${report.text}`);
    }
    admin.disconnect();
    process.stdout.write(`${JSON.stringify({ bench: 'locks', rounds, holdMs, versions: about, figures })}\n`);
  } finally {
    await redis.stop();
  }
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

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
