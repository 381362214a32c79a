/**
 * One of three users of locks has a bad way to Redis: nothing is held twice, whoever is cut off gives up by its own clock before
 * another can have its lock, and all go round again when the way is well.
 */
import { isDeepStrictEqual } from 'node:util';
import { monotonicMs, openStore, type Store } from '../../redis';
import { ofWays } from '../histories/outcomes';
import { patiently } from '../histories/patience';
import { pauseMs } from '../histories/recorder';
import { Watch, type Seen } from '../histories/watch';
import { LockLoad } from './load';
import { inForm, tell } from './rows';
import { cutOff, type Weather } from './wall';
import { waysKinds, type Ways } from './ways';

/** With three users each, and the pieces of all their ways, in this one process: six took more of it than there is. */
const LOCKS = inForm(1, 2);
const ROUNDS = inForm(1, 12);
/** Longer than the short lease, and for the long one so that renewals meet it, which it outlives. */
const FAULT_MS = 1600;
const SHORT_LEASE_MS = 500;
const LONG_LEASE_MS = 4000;

interface Scene {
  readonly watch: Watch;
  befall(weather: Weather): void;
}

interface Fault {
  /** What one sees who holds a lock from before it stands in outcomes.ts. */
  readonly name: keyof typeof ofWays;
  readonly leaseMs: number;
  /** Who of the three comes round in its course: 1 has the bad way. */
  readonly during: readonly number[];
  /** Of the holder's calls. Default: a fifth of its lease. */
  readonly timeoutMs?: number;
  begin(scene: Scene): Promise<void>;
}

const lasting = (weather: Weather) => async (scene: Scene) => {
  scene.befall(weather);
  await pauseMs(FAULT_MS);
};

const others = [0, 2];
const told = { leaseMs: SHORT_LEASE_MS, during: others } as const;
const goesOn = { leaseMs: LONG_LEASE_MS, during: [0, 1, 2] } as const;
const held = { isHeld: true } as const;

const faults: readonly Fault[] = [
  { ...told, name: 'cut off', begin: lasting(cutOff) },
  { ...told, name: 'connections reset', begin: lasting({ isReset: true }) },
  { ...told, name: 'requests lost', begin: lasting({ requests: held }) },
  { ...told, name: 'answers lost', begin: lasting({ answers: held }) },
  {
    ...told,
    name: 'slower than its time limit',
    begin: lasting({ requests: { lateMs: 80 }, answers: { lateMs: 80 } }),
  },
  { ...goesOn, name: 'slow', begin: lasting({ requests: { lateMs: 20 }, answers: { lateMs: 20 } }) },
  {
    ...goesOn,
    // The pieces go through this process: where it starts beside others on two cores, a renewal may take longer than it may.
    name: 'in pieces',
    begin: lasting({ requests: { pieceBytes: 3 }, answers: { pieceBytes: 1 } }),
  },
  {
    ...goesOn,
    // Whether one of its renewals meets a moment in which the way is there is chance.
    during: others,
    name: 'flapping',
    async begin({ befall }) {
      for (let i = 0; i < 8; i += 1) {
        befall(i % 2 === 0 ? cutOff : { isReset: true });
        await pauseMs(100);
        befall({});
        await pauseMs(60);
      }
    },
  },
  {
    // The answer to its last renewal was long under way: whoever counts from it believes for too long.
    ...told,
    name: 'slow, and then cut off',
    leaseMs: 2000,
    timeoutMs: 600,
    async begin({ watch, befall }) {
      befall({ answers: { lateMs: 350 } });
      await watch.renewed();
      await watch.renewed();
      befall(cutOff);
      await pauseMs(2500);
    },
  },
];

/** Of a holder that is told it was in time; what it sends late is refused, and its rival's effect stands. */
const foreseen = (holder: Seen['holder']): Seen => ({
  holder,
  isInTime: true,
  obedient: holder === 'nothing' ? 'written' : 'LeaseLost',
  late: 'StaleToken',
  note: 'rival',
});

const isForeseen = (seen: Seen, { name }: Fault): boolean =>
  ofWays[name].split(' or ').some((one) => isDeepStrictEqual(seen, foreseen(one)));

interface Opened {
  readonly fault: Fault;
  readonly load: LockLoad;
  readonly holders: Store;
  readonly rivals: Store;
  befall(weather: Weather): void;
}

async function opened(fault: Fault, user: string, ways: Ways): Promise<Opened> {
  const bad = await ways.as(user);
  const load = await LockLoad.on([ways.well, bad, ways.well], LOCKS, { namespace: user });
  const commandTimeoutMs = fault.timeoutMs ?? fault.leaseMs / 5;
  const holders = await patiently(() => openStore({ url: bad, namespace: user, commandTimeoutMs }));
  const rivals = await patiently(() => openStore({ url: ways.well, namespace: user }));
  return { fault, load, holders, rivals, befall: (weather) => ways.befall(user, weather) };
}

interface Played {
  readonly seen: readonly Seen[];
  readonly recoveryS: number;
}

async function played({ fault, load, holders, rivals, befall }: Opened): Promise<Played> {
  const seen: Seen[] = [];
  let recoveryS = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const watch = await Watch.of(holders, rivals);
    await load.comesRound();
    await watch.hold(fault.leaseMs);
    watch.rivalAsks();
    await Promise.all([fault.begin({ watch, befall }), load.comesRound(fault.during)]);
    const from = monotonicMs();
    befall({});
    seen.push(await watch.end());
    await load.comesRound();
    recoveryS = Math.max(recoveryS, (monotonicMs() - from) / 1000);
    await watch.close();
  }
  return { seen, recoveryS };
}

test.each(waysKinds.map((kind) => [kind.name, kind] as const))(
  '%s: one holder at a time behind bad ways, who is cut off knows in time, and it heals by itself',
  async (_name, kind) => {
    const users = faults.map((_, i) => `bad${i}`);
    const ways = await kind.start(users);
    const all: Opened[] = [];
    try {
      for (const [i, fault] of faults.entries()) all.push(await opened(fault, users[i] ?? '', ways));
      // All at once: most of it is waiting.
      const ends = await Promise.all(all.map(played));
      await Promise.all(all.map(({ load }) => load.stop()));
      const wrong = all.map(({ fault, load }, i) => {
        const { seen = [], recoveryS = 0 } = ends[i] ?? {};
        const violations = load.violations({ lossy: false });
        const unforeseen = seen.filter((one) => !isForeseen(one, fault));
        tell({
          scenario: `one worker's way to Redis: ${fault.name}`,
          topology: kind.name,
          violations: violations.length + unforeseen.length,
          recoveryS,
          ...load.counts,
        });
        return { fault: fault.name, violations, unforeseen };
      });
      expect(wrong.filter(({ violations, unforeseen }) => violations.length + unforeseen.length > 0)).toEqual([]);
    } finally {
      await Promise.all(all.flatMap(({ load, holders, rivals }) => [load.stop(), holders.close(), rivals.close()]));
      await ways.stop();
    }
  },
);
