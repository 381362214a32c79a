import { cpus } from 'node:os';
import type { Redis } from 'ioredis';

/** What `count` repetitions cost together. CPU times are those of the whole process, all threads, user and system. */
export interface Cost {
  count: number;
  wallMs: number;
  nodeCpuMs: number;
  redisCpuMs: number;
}

/** @returns the cost of `work`, which tells how often it did what it does. `admin` is a connection of its own. */
export async function meter(admin: Redis, work: () => Promise<number>): Promise<Cost> {
  const redisBefore = await redisCpuMs(admin);
  const nodeBefore = process.cpuUsage();
  const startedAt = performance.now();
  const count = await work();
  const wallMs = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(nodeBefore);
  const redisAfter = await redisCpuMs(admin);
  return { count, wallMs, nodeCpuMs: (user + system) / 1000, redisCpuMs: redisAfter - redisBefore };
}

/** @returns what `work` returns, and how many cores processes other than this one and its Redis kept busy meanwhile. */
export async function watchingOthers<T>(
  admin: Redis,
  work: () => Promise<T>,
): Promise<[result: T, othersCores: number]> {
  const machineBefore = machineCpuMs();
  let result: T | undefined;
  const own = await meter(admin, async () => {
    result = await work();
    return 1;
  });
  const othersMs = machineCpuMs() - machineBefore - own.nodeCpuMs - own.redisCpuMs;
  return [result as T, Math.max(0, othersMs / own.wallMs)];
}

function machineCpuMs(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
}

async function redisCpuMs(admin: Redis): Promise<number> {
  const info = await admin.info('cpu');
  const seconds = (name: string) => Number(new RegExp(`^${name}:(.+)$`, 'm').exec(info)?.[1]);
  return 1000 * (seconds('used_cpu_user') + seconds('used_cpu_sys'));
}
