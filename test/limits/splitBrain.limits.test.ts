/**
 * A master is cut off with some of its clients; outside another takes its place, so that two workers may believe to hold one lock.
 * What they write is refused to all but one of them by the sink; when the wall falls everybody works again, without any help.
 */
import { monotonicMs, openStore, type HeldLock, type Store } from '../../redis';
import { Notes } from '../histories/note';
import { LockLoad } from './load';
import { inForm, tell } from './rows';
import { sidesKinds, type Sides } from './sides';

const LOCKS = inForm(4, 20);
/** Far longer than a failover takes: who is cut off with the old master believes until then. */
const LEASE_MS = 20_000;
const OUTER = [0, 2];

/** One lock that is held on both sides of the wall. */
interface Torn {
  readonly name: string;
  readonly inner: HeldLock;
  readonly outer: HeldLock;
}

/** What came of the effects of both holders, the outer one's first. */
interface Writes {
  readonly outer: string;
  readonly innerBelieves: boolean;
  readonly inner: string;
  readonly innerLate: string;
  readonly note: string | undefined;
}

async function writesOf({ name, inner, outer }: Torn, notes: Notes): Promise<Writes> {
  return {
    outer: await notes.write(name, 'outer', outer),
    innerBelieves: inner.remainingMs > 0,
    inner: await notes.write(name, 'inner', inner),
    innerLate: await notes.writeLate(name, 'inner, late', inner),
    note: notes.read(name),
  };
}

const isRight = ({ outer, inner, innerLate, note }: Writes): boolean =>
  outer === 'written' && inner !== 'written' && innerLate === 'StaleToken' && note === 'outer';

/** The wall stands already. The inner master does not know yet that it is alone: it grants, and no replica hears of that. */
async function heldTwice(names: readonly string[], inner: Store, outer: Store): Promise<Torn[]> {
  const held = names.map((name) => inner.resource(name).acquire({ leaseMs: LEASE_MS }));
  await Promise.all(held);
  return Promise.all(
    names.map(async (name, i) => ({
      name,
      inner: await held[i]!,
      outer: await outer.resource(name).acquire({ leaseMs: LEASE_MS, waitMs: 60_000 }),
    })),
  );
}

const toldOf = ({ signal }: HeldLock): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** From here on nobody helps: inner holders are told, and inner clients get the locks again. @returns the tokens. */
async function healed(torn: readonly Torn[], inner: Store): Promise<number[]> {
  await Promise.all(torn.map(({ outer }) => outer.release()));
  await Promise.all(torn.map((lock) => toldOf(lock.inner)));
  return Promise.all(
    torn.map(async ({ name }) => {
      const lock = await inner.resource(name).acquire({ waitMs: 60_000 });
      await lock.release();
      return lock.token;
    }),
  );
}

async function played(sides: Sides, load: LockLoad, notes: Notes) {
  const open = (url: string) => openStore({ url, namespace: 'test', commandTimeoutMs: 500 });
  const [inner, outer] = [await open(sides.inner), await open(sides.outer)];
  try {
    await load.comesRound();
    sides.raise();
    const torn = await heldTwice(await sides.names(LOCKS), inner, outer);
    const writes = await Promise.all(torn.map((lock) => writesOf(lock, notes)));
    await load.comesRound(OUTER);
    const from = monotonicMs();
    sides.fall();
    const tokens = await healed(torn, inner);
    await load.comesRound();
    const recoveryS = (monotonicMs() - from) / 1000;
    const grew = torn.filter((lock, i) => lock.outer.token > lock.inner.token && tokens[i]! > lock.outer.token);
    return { writes, recoveryS, stuck: torn.length - grew.length };
  } finally {
    await load.stop();
    await inner.close();
    await outer.close();
  }
}

test.each(sidesKinds)(
  'a split brain of $name: of two that believe the sink takes the later one, and it heals by itself',
  async (kind) => {
    const sides = await kind.start();
    const load = await LockLoad.on([sides.outer, sides.inner, sides.outer], LOCKS);
    const notes = await Notes.open();
    try {
      const { writes, recoveryS, stuck } = await played(sides, load, notes);
      const wrong = writes.filter((write) => !isRight(write));
      const count = (is: (write: Writes) => boolean): number => writes.filter(is).length;
      const violations = load.violations({ lossy: true });
      tell({
        scenario: 'split brain, two holders',
        topology: kind.name,
        violations: wrong.length + stuck,
        effects: {
          accepted: count(({ outer }) => outer === 'written'),
          refused: count(({ inner }) => inner !== 'written') + count(({ innerLate }) => innerLate !== 'written'),
        },
        recoveryS,
        note: `both believed: ${count(({ innerBelieves }) => innerBelieves)} of ${LOCKS}`,
      });
      tell({
        scenario: 'split brain, lock load',
        topology: kind.name,
        violations: violations.length,
        recoveryS,
        ...load.counts,
      });
      expect({ wrong, stuck, violations }).toEqual({ wrong: [], stuck: 0, violations: [] });
    } finally {
      await notes.close();
      await sides.stop();
    }
  },
);
