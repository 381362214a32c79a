import { cpus, loadavg } from 'node:os';
import type { Redis } from 'ioredis';
import { candidates, unavailable } from './candidates';
import { ioredisVersion } from './clients';
import { ownVersion, published } from './packages';

/** What the figures hold for: every version in play, and the machine. */
export async function versions(admin: Redis) {
  const info = await admin.info('server');
  const folders = new Set(candidates.flatMap(({ library }) => library ?? []));
  return {
    'pipeline-worker': ownVersion(),
    node: process.versions.node,
    redis: /^redis_version:(\S+)/m.exec(info)?.[1] ?? 'unknown',
    ioredis: ([6, 5, 4] as const).map(ioredisVersion),
    libraries: [...folders].map(published),
    unavailable,
    machine: { cores: cpus().length, cpu: cpus()[0]?.model ?? 'unknown', loadAverageAtStart: loadavg()[0] },
  };
}
