/** A report on servers that fail over: the built command, a real Temporal, and the master killed while comments are read. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTemporal } from '../../testing/servers/temporal';
import type { StartedTemporal } from '../../testing/servers/temporal';
import { root } from '../docs/titles';
import { startRedisCluster } from '../support/redisCluster';
import { startWatchedRedis } from '../support/redisSentinels';

let temporal: StartedTemporal;
const out = mkdtempSync(join(tmpdir(), 'topologies-'));
beforeAll(async () => (temporal = await startTemporal()));
afterAll(async () => {
  rmSync(out, { recursive: true });
  await temporal.stop();
});

interface Topology {
  readonly url: string;
  /** Ends a master. */
  fail(): Promise<void>;
  stop(): Promise<void>;
}

async function cluster(): Promise<Topology> {
  const { url, nodes, stop } = await startRedisCluster();
  return { url, fail: async () => nodes[0]?.stop(), stop };
}

async function sentinels(): Promise<Topology> {
  const { url, master, stop } = await startWatchedRedis();
  return { url, fail: () => master.stop(), stop };
}

test.each([
  ['Cluster', cluster],
  ['master with Sentinels', sentinels],
])('a report on a %s ends with every input when a master dies in its middle', async (name, start) => {
  const topology = await start();
  const folder = join(out, name.replaceAll(' ', '-'));
  const command = ['report', join(root, 'examples', 'comments.csv'), '--id', `on ${name}`, '--out', folder];
  const env = { ...process.env, TEMPORAL_ADDRESS: temporal.address, REDIS_URL: topology.url };
  const report = spawn(process.execPath, [join(root, 'dist', 'cli', 'main.js'), ...command], { env });
  try {
    let said = '';
    const embedding = new Promise<void>((resolve) => {
      report.stderr.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (/report\.embed +running/.test(said)) resolve();
      });
    });
    const ended = once(report, 'exit') as Promise<[number]>;
    await Promise.race([embedding, ended]);
    await topology.fail();
    const [code] = await ended;
    expect({ code, said }).toEqual({
      code: 0,
      said: expect.stringContaining('ok: 154 inputs, 152 used, 2 skipped, 0 failed') as unknown,
    });
    expect(JSON.parse(readFileSync(join(folder, 'ledger.json'), 'utf8'))).toHaveLength(154);
  } finally {
    report.kill('SIGKILL');
    await topology.stop();
  }
});
