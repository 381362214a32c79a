/** 607 real comments (CC BY 4.0, compdemocracy/openData; never part of this repository) on every form of Redis: the same report. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { rightsOf } from '../../redis/rights';
import { startTemporal } from '../../testing/servers/temporal';
import type { StartedTemporal } from '../../testing/servers/temporal';
import { runs } from '../cli/command';
import { root } from '../docs/titles';
import { startOddRedis } from '../support/oddRedis';
import { startRedisCluster } from '../support/redisCluster';
import { startWatchedRedis } from '../support/redisSentinels';
import { startTlsFront } from '../support/tlsFront';

/** Where Redis is, as the environment of a command says it. */
interface Place {
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const folder = mkdtempSync(join(tmpdir(), 'pipeline-forms-data-'));
const comments = join(root, '..', 'shared', 'data', 'polis-bowling-green.csv');
let temporal: StartedTemporal;
beforeAll(async () => (temporal = await startTemporal()));
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await temporal.stop();
});

async function server(): Promise<Place> {
  const { url, stop } = await startOddRedis([]);
  return { env: { REDIS_URL: url }, stop };
}

async function socket(): Promise<Place> {
  const path = join(folder, 'redis.sock');
  const { stop } = await startOddRedis([`unixsocket ${path}`]);
  return { env: { REDIS_URL: `unix://${path}?db=2` }, stop };
}

async function tls(): Promise<Place> {
  const { port, stop } = await startOddRedis([]);
  const { url, files, stop: stopFront } = await startTlsFront(port);
  return {
    env: {
      REDIS_URL: url,
      PIPELINE_REDIS_TLS_CA: files.ca,
      PIPELINE_REDIS_TLS_CERT: files.cert,
      PIPELINE_REDIS_TLS_KEY: files.key,
    },
    stop: async () => {
      stopFront();
      await stop();
    },
  };
}

async function leastRights(): Promise<Place> {
  const { port, url, stop } = await startOddRedis([]);
  const admin = new Redis(url);
  await admin.call(
    'ACL',
    'SETUSER',
    'pipeline',
    'on',
    '>secret',
    ...rightsOf({ prefix: 'pipeline', isCluster: false }),
  );
  await admin.call('ACL', 'SETUSER', 'default', 'off');
  admin.disconnect();
  return { env: { REDIS_URL: `redis://pipeline:secret@127.0.0.1:${port}` }, stop };
}

async function sentinels(): Promise<Place> {
  const { url, stop } = await startWatchedRedis();
  return { env: { REDIS_URL: url }, stop };
}

async function cluster(): Promise<Place> {
  const { url, stop } = await startRedisCluster();
  return { env: { REDIS_URL: url }, stop };
}

/** What the report says, without when. */
async function reportOn(name: string, { env }: Place): Promise<unknown> {
  const out = join(folder, name);
  const { code, err } = await runs(['report', comments, '--id', name, '--out', out, '--title', 'Forms'], {
    ...process.env,
    TEMPORAL_ADDRESS: temporal.address,
    ...env,
  });
  expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining('607 inputs') as string });
  const { data, auditLog } = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as Record<string, unknown[]>;
  const ledger: unknown = JSON.parse(readFileSync(join(out, 'ledger.json'), 'utf8'));
  return { ...(data?.[1] as object), date: undefined, auditLog, ledger };
}

test('607 comments become the same report on a socket, with TLS, with the least rights, with Sentinels and on a Cluster', async () => {
  const reports: unknown[] = [];
  for (const start of [server, socket, tls, leastRights, sentinels, cluster]) {
    const place = await start();
    try {
      reports.push(await reportOn(start.name, place));
    } finally {
      await place.stop();
    }
  }
  for (const report of reports.slice(1)) expect(report).toEqual(reports[0]);
}, 600_000);
