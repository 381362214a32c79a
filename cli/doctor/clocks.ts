/** Clocks of this machine, Redis and Temporal. Locks do not hang on them; dates, tokens after a failover and people do. */
import { randomUUID } from 'node:crypto';
import type { Link } from '../../client/link';
import { infoOf } from '../../redis/survey';
import type { Reader } from '../../redis/survey';
import { note, ok, wrong } from './finding';
import type { Finding, Patient } from './finding';

const FAR_MS = 2000;
/** The server accepts no shorter poll. */
const POLL_MS = 5000;
const ACTIVITY_QUEUE = 2;

export async function checkClocks({ temporal, redis }: Patient): Promise<Finding[]> {
  return [
    ...(redis ? [verdict('Redis', await skewOf(() => timeOfRedis(redis)))] : []),
    ...(temporal ? [verdict('Temporal', await skewOf(() => timeOfTemporal(temporal)))] : []),
  ];
}

export function verdict(server: string, skew: Skew | undefined): Finding {
  if (!skew) return note('clocks', `${server} did not tell its time`, 'Compare its clock with that of this machine.');
  const { ms, withinMs } = skew;
  const text = `${server} is ${Math.abs(Math.round(ms))} ms ${ms < 0 ? 'behind' : 'ahead of'} this machine (± ${Math.ceil(withinMs)} ms)`;
  if (Math.abs(ms) - withinMs < FAR_MS) return ok('clocks', text);
  return wrong('clocks', text, 'Synchronise the clocks of all machines (NTP, chrony).');
}

interface Skew {
  readonly ms: number;
  readonly withinMs: number;
}

/** The server's clock was read at some moment between asking and the answer. */
async function skewOf(ask: () => Promise<number | undefined>): Promise<Skew | undefined> {
  const askedAt = Date.now();
  const server = await ask();
  const withinMs = (Date.now() - askedAt) / 2;
  return server === undefined ? undefined : { ms: server - (askedAt + withinMs), withinMs };
}

async function timeOfRedis(redis: Reader): Promise<number | undefined> {
  const micros = Number((await infoOf(redis))['server_time_usec']);
  return Number.isNaN(micros) ? undefined : micros / 1000;
}

/** Temporal tells its time to nobody, but notes when it was last asked for work: a poll on a queue that is nobody's. */
async function timeOfTemporal({ temporal, config: { namespace } }: Link): Promise<number | undefined> {
  const { connection, workflowService } = temporal;
  const request = { namespace, taskQueue: { name: `pipeline-doctor-${randomUUID()}` } };
  const asked = new AbortController();
  const until = Date.now() + POLL_MS;
  const poll = connection
    .withAbortSignal(asked.signal, () =>
      connection.withDeadline(until, () => workflowService.pollActivityTaskQueue({ ...request, identity: 'doctor' })),
    )
    .catch(() => undefined);
  try {
    while (Date.now() < until) {
      const { pollers } = await workflowService.describeTaskQueue({ ...request, taskQueueType: ACTIVITY_QUEUE });
      const at = pollers[0]?.lastAccessTime;
      if (at) return Number(at.seconds) * 1000 + (at.nanos ?? 0) / 1e6;
    }
    return undefined;
  } finally {
    asked.abort();
    await poll;
  }
}
