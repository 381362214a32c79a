/** How processes end that are pointed at a Redis which they cannot use. */
import { setTimeout as pause } from 'node:timers/promises';
import { freePorts } from '../../testing/servers/ports';
import { launch } from '../cli/command';

/** What is promised. */
const WITHIN_MS = 10_000;
const AT_ONCE = 4;
/** A worker loads and asks some times as much as a command that only loads the SDK's: so many times what that takes here and now is the machine's. */
const OF_A_START = 3;
const LIMIT_MS = 90_000;

export interface End {
  readonly what: string;
  readonly code: number | null;
  readonly err: string;
  readonly inTime: boolean;
  readonly wasReady: boolean;
}

type Place = readonly [
  what: string,
  url: () => string | Promise<string>,
  said?: unknown,
  env?: Readonly<Record<string, string>>,
];

async function endAt([what, urlOf, , more]: Place, address: string, command: readonly string[]): Promise<End> {
  const [health = 0] = await freePorts(1);
  const url = await urlOf();
  const env = { ...more, TEMPORAL_ADDRESS: address, REDIS_URL: url, PIPELINE_HEALTH_PORT: String(health) };
  const startedAt = performance.now();
  const { child, ended } = launch(command, env);
  const late = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
  const probes = { isOver: false, wasReady: false };
  const probing = (async () => {
    while (!probes.isOver) {
      const isReady = await fetch(`http://127.0.0.1:${health}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (isReady) probes.wasReady = true;
      await pause(50);
    }
  })();
  const { code, err } = await ended;
  const ms = performance.now() - startedAt;
  probes.isOver = true;
  clearTimeout(late);
  await probing;
  return {
    what,
    code,
    err,
    inTime: ms < WITHIN_MS || ms < WITHIN_MS + OF_A_START * (await startMs()),
    wasReady: probes.wasReady,
  };
}

async function startMs(): Promise<number> {
  const startedAt = performance.now();
  await launch(['replay', '--file', 'nowhere.json'], {}).ended;
  return performance.now() - startedAt;
}

/** Some at once. @param address of Temporal. */
export async function endsOf(places: readonly Place[], address: string, command: readonly string[]): Promise<End[]> {
  const ends: End[] = [];
  const left = [...places];
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next; next = left.shift()) ends.push(await endAt(next, address, command));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return ends;
}
