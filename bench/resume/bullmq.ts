import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRedis } from '../../testing/servers/redis';
import { load } from '../locks/packages';
import { Fleet } from './fleet';
import { Journal } from './journal';

interface BullMq {
  readonly Queue: new (
    name: string,
    options: object,
  ) => { add(name: string, data: object): Promise<unknown>; close(): Promise<void> };
}

/** A job that stalls twice fails for good by default (`maxStalledCount` 1), so each kill has a job and two workers of its own. */
export function bullmqKilled(kills: number): Promise<number[]> {
  // Side by side, because each of them waits for timers most of a minute.
  return Promise.all(Array.from({ length: kills }, killedOnce));
}

async function killedOnce(): Promise<number> {
  const { Queue } = load('bullmq') as BullMq;
  const folder = await mkdtemp(join(tmpdir(), 'pipeline-resume-'));
  const redis = await startRedis();
  const { hostname: host, port } = new URL(redis.url);
  const journal = new Journal(join(folder, 'journal'));
  const fleet = new Fleet(join(__dirname, 'bullmqWorker.js'), {});
  const queue = new Queue('resume', { connection: { host, port: Number(port) } });
  try {
    fleet.start(journal.file, redis.url);
    fleet.start(journal.file, redis.url);
    await queue.add('work', {});
    const { pid } = await journal.first(() => true);
    const killedMs = await fleet.kill(pid);
    const next = await journal.first((entry) => entry.at > killedMs && entry.pid !== pid);
    return next.at - killedMs;
  } finally {
    await fleet.stop();
    await queue.close();
    await redis.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
