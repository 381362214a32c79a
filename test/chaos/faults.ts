/** The faults: which come, in which order, where and for how long is a function of the seed; doing them is of the town. */
import { setTimeout as pause } from 'node:timers/promises';
import { randomOf } from '../../testing/simulation/random';
import type { Random } from '../../testing/simulation/random';
import type { Fault } from './books';
import type { Town } from './town';

/** The heartbeat timeout of the steps is 3 s, their lease 2.1 s (workflows.ts): all longer ones outlast both. */
const SHORT_MS = [200, 1500] as const;
const LONG_MS = [2500, 6000] as const;
const AT_A_BILL_MS = 5000;
/** A request of a dead process may still be read from its socket. */
const IN_THE_SOCKET_MS = 1000;
/** A heartbeat timeout, a lease, and time to be told. */
export const UNTIL_TOLD_MS = 8000;

type Range = readonly [least: number, most: number];

/** How long each lasts, and how often it is in a deck. */
const kinds = {
  'kill -9 of a worker': { lasts: SHORT_MS, cards: 4 },
  'kill -9 of both workers': { lasts: SHORT_MS, cards: 1 },
  'SIGTERM for a worker': { lasts: SHORT_MS, cards: 1 },
  'SIGSTOP of a worker past its lease': { lasts: LONG_MS, cards: 2 },
  'kill -9 of Redis, back at once': { lasts: SHORT_MS, cards: 1 },
  'Redis away': { lasts: LONG_MS, cards: 1 },
  'Redis frozen': { lasts: [1000, 4000], cards: 1 },
  'kill -9 of Temporal, back at once': { lasts: SHORT_MS, cards: 1 },
  'Temporal away': { lasts: LONG_MS, cards: 1 },
  'Redis and Temporal killed at once': { lasts: SHORT_MS, cards: 1 },
} as const satisfies Record<string, { lasts: Range; cards: number }>;

export type Kind = keyof typeof kinds;

export interface Planned {
  readonly kind: Kind;
  /** Place of the worker that it happens to. */
  readonly place: number;
  /** From the moment it is due: a little later, so that it comes at any moment of a call. */
  readonly delayMs: number;
  readonly lastsMs: number;
}

/** Decks of all kinds, one after another, each shuffled: so every kind comes about as often in every part of the time. */
export function plan(seed: number, count: number): Planned[] {
  const random = randomOf(seed);
  const faults: Planned[] = [];
  while (faults.length < count) {
    for (const kind of deck(random)) {
      const [least, most] = kinds[kind].lasts;
      const place = random.chance(0.5) ? 0 : 1;
      faults.push({ kind, place, delayMs: random.between(0, 1000), lastsMs: random.between(least, most) });
    }
  }
  return faults.slice(0, count);
}

/** Two of one kind never stand side by side where that can be helped: a short plan has as many kinds as it can. */
function deck(random: Random): Kind[] {
  const names = Object.keys(kinds) as Kind[];
  const shuffled = (cards: Kind[]): Kind[] =>
    cards
      .map((kind) => ({ kind, at: random.next() }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ kind }) => kind);
  const more = names.flatMap((kind) => Array.from({ length: kinds[kind].cards - 1 }, () => kind));
  return [...shuffled(names), ...shuffled(more)];
}

/** Does it to the town; resolves when what had died is back, so that one fault is over before the next. */
export async function happen(town: Town, { kind, place, lastsMs }: Planned): Promise<Fault> {
  await town.books.look();
  switch (kind) {
    case 'kill -9 of a worker':
      return workersEnd(town, kind, [place], 'SIGKILL');
    case 'kill -9 of both workers':
      return workersEnd(town, kind, [0, 1], 'SIGKILL');
    case 'SIGTERM for a worker':
      return workersEnd(town, kind, [place], 'SIGTERM');
    case 'SIGSTOP of a worker past its lease':
      return workerStops(town, kind, place, lastsMs);
    case 'Redis frozen':
      return serversSuffer(kind, async () => {
        town.servers.redis.freeze();
        await pause(lastsMs);
        town.servers.redis.thaw();
      });
    case 'kill -9 of Redis, back at once':
    case 'Redis away':
      return serversSuffer(kind, () => killed([town.servers.redis], kind === 'Redis away' ? lastsMs : 0));
    case 'kill -9 of Temporal, back at once':
    case 'Temporal away':
      return serversSuffer(kind, () => killed([town.servers.temporal], kind === 'Temporal away' ? lastsMs : 0));
    case 'Redis and Temporal killed at once':
      return serversSuffer(kind, () => killed([town.servers.redis, town.servers.temporal], 0));
  }
}

export async function workersEnd(
  town: Town,
  kind: string,
  places: readonly number[],
  signal: 'SIGKILL' | 'SIGTERM',
): Promise<Fault> {
  const found = await Promise.all(places.map((place) => town.fleet.pidAt(place)));
  const pids = found.filter((pid) => pid !== undefined);
  const from = Date.now();
  for (const pid of pids) town.fleet.signal(pid, signal);
  await Promise.all(pids.map((pid) => town.fleet.ended(pid)));
  return { kind, pids, from, to: Date.now(), noticeMs: IN_THE_SOCKET_MS };
}

async function workerStops(town: Town, kind: string, place: number, lastsMs: number): Promise<Fault> {
  const pid = await town.fleet.pidAt(place);
  if (pid === undefined) throw new Error(`no worker came up at place ${place}: ${town.fleet.complaints}`);
  const from = Date.now();
  town.fleet.signal(pid, 'SIGSTOP');
  await pause(lastsMs);
  town.fleet.signal(pid, 'SIGCONT');
  return { kind, pids: [pid], from, to: Date.now(), noticeMs: UNTIL_TOLD_MS };
}

async function serversSuffer(kind: string, suffer: () => Promise<void>): Promise<Fault> {
  const from = Date.now();
  await suffer();
  return { kind, from, to: Date.now(), noticeMs: UNTIL_TOLD_MS };
}

async function killed(servers: readonly Town['servers']['redis'][], awayMs: number): Promise<void> {
  await Promise.all(servers.map((server) => server.kill()));
  await pause(awayMs);
  await Promise.all(servers.map((server) => server.revive()));
}

/** The sender of a bill that the shop has and has not answered yet. A stopped one comes back when another has sent it again. */
export async function senderSuffers(town: Town, pid: number, how: 'kill' | 'stop'): Promise<Fault> {
  const from = Date.now();
  if (how === 'kill') {
    town.fleet.signal(pid, 'SIGKILL');
    await town.fleet.ended(pid);
    return { kind: 'kill -9 at a bill', pids: [pid], from, to: Date.now(), noticeMs: IN_THE_SOCKET_MS };
  }
  town.fleet.signal(pid, 'SIGSTOP');
  await pause(AT_A_BILL_MS);
  town.fleet.signal(pid, 'SIGCONT');
  return { kind: 'SIGSTOP at a bill', pids: [pid], from, to: Date.now(), noticeMs: UNTIL_TOLD_MS };
}
