/** One run of the report: servers and a worker process of its own, and what they used. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from '../../client';
import { startReport } from '../../report';
import { startRedis } from '../../testing/servers/redis';
import { startTemporal } from '../../testing/servers/temporal';
import type { Message, Used } from './worker';

/** `sysconf(_SC_CLK_TCK)` of every Linux that Node runs on. */
const TICKS_A_SECOND = 100;
const MB = 1e6;

export interface Figures {
  readonly comments: number;
  readonly fileMb: number;
  readonly seconds: number;
  readonly workerCpuSeconds: number;
  /** Of Temporal and Redis; absent where the system does not tell. */
  readonly serversCpuSeconds?: number;
  readonly longestStallMs: number;
  readonly peakRssMb: number;
  readonly events: number;
  readonly historyMb: number;
  readonly redisMb: number;
  readonly pageMb: number;
  readonly steps: Readonly<Record<string, number>>;
}

/** As the image has it (deploy/Dockerfile): what glibc keeps for each of the threads would be a quarter of the peak. */
export const AS_IN_THE_IMAGE = { MALLOC_ARENA_MAX: '1', MALLOC_TRIM_THRESHOLD_: '131072' };

/** @param execArgv of the worker: `--cpu-prof` and the like. */
export async function measured(file: Buffer, execArgv: readonly string[]): Promise<Figures> {
  const [redis, temporal] = await Promise.all([startRedis(), startTemporal()]);
  const addresses = { TEMPORAL_ADDRESS: temporal.address, REDIS_URL: redis.url };
  const env = { ...AS_IN_THE_IMAGE, ...process.env, ...addresses };
  const worker = fork(join(__dirname, 'worker.js'), { env, execArgv: [...execArgv] });
  try {
    const message = async (): Promise<Message> => {
      const answer: unknown[] = await Promise.race([once(worker, 'message'), once(worker, 'exit')]);
      if (worker.exitCode !== null) throw new Error(`the worker ended with ${worker.exitCode}`);
      return answer[0] as Message;
    };
    const used = (): Promise<Used> => {
      worker.send('used');
      return message() as Promise<Used>;
    };
    const servers = [redis.pid, temporal.pid];
    await message();
    const before = { worker: await used(), servers: cpuOf(servers), at: performance.now() };
    const client = await connect({
      temporal: { connectionOptions: { address: temporal.address } },
      redisUrl: redis.url,
    });
    try {
      const { handle } = await startReport(client, file, { title: 'Measured' });
      const { status, error, inputs, files } = await handle.result();
      if (status !== 'ok') throw new Error(`the report ended ${status}: ${String(error)}`);
      const seconds = (performance.now() - before.at) / 1000;
      const after = { worker: await used(), servers: cpuOf(servers) };
      const { history, redisBytes, workers, steps } = await handle.inspect();
      return {
        comments: inputs?.ok ?? 0,
        fileMb: file.length / MB,
        seconds,
        workerCpuSeconds: after.worker.cpuSeconds - before.worker.cpuSeconds,
        ...(after.servers !== undefined &&
          before.servers !== undefined && { serversCpuSeconds: after.servers - before.servers }),
        longestStallMs: workers.loopMaxMs,
        peakRssMb: after.worker.peakRssMb,
        events: history.events,
        historyMb: history.bytes / MB,
        redisMb: redisBytes / MB,
        pageMb: (files.find(({ name }) => name === 'report.html')?.bytes ?? 0) / MB,
        steps: Object.fromEntries(steps.map(({ name, durationMs }) => [name, durationMs / 1000])),
      };
    } finally {
      await client.close();
    }
  } finally {
    if (worker.exitCode === null) {
      const ended = once(worker, 'exit');
      worker.disconnect();
      await ended;
    }
    await Promise.all([temporal.stop(), redis.stop()]);
  }
}

/** Seconds of processor time that processes used so far; undefined where there is no `/proc`, or a process is not ours. */
function cpuOf(pids: readonly (number | undefined)[]): number | undefined {
  const files = pids.map((pid) => `/proc/${pid}/stat`);
  if (!files.every(existsSync)) return undefined;
  return files
    .map((file) => readFileSync(file, 'utf8').split(') ')[1]?.split(' ') ?? [])
    .reduce((sum, fields) => sum + (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND, 0);
}
