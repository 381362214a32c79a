/**
 * A failover that surely loses writes, at the points of the protocol where that hurts most: right after a step was committed,
 * another begun, and a lock acquired. Two believe then; who is refused where?
 */
import { monotonicMs, openStore, type HeldLock, type RunStore, type StepLock, type Store } from '../../redis';
import { until } from '../kit/driver';
import { FencedSink } from '../histories/recorder';
import { acquire, commitRequest } from '../redis/requests';
import { among, cutOff } from '../support/replication';
import type { Row } from './rows';
import type { Topology, TopologyKind } from './topologies';

/** What a failover has taken: a run with a step that was committed and one that was begun, and a lock of that name. */
interface Victim {
  readonly id: string;
  readonly run: RunStore;
  readonly committed: StepLock;
  readonly begun: StepLock;
  readonly lock: HeldLock;
}

export type Outcome = Required<Pick<Row, 'histories' | 'repeated' | 'effects'>> & {
  readonly violations: readonly string[];
};

/** @param count of runs that lose what they had, on the master that dies. @returns what came of it, and how long that took. */
export async function loseWrites(kind: TopologyKind, count: number): Promise<Outcome & { recoveryS: number }> {
  const topology = await kind.start();
  const stores: Store[] = [];
  try {
    const open = async (): Promise<Store> => {
      const store = await openStore({ url: topology.url, namespace: 'test' });
      stores.push(store);
      return store;
    };
    const victims = await victimsOf(topology, await open(), count);
    const survivor = await open();
    const from = monotonicMs();
    await topology.masters[0]?.stop();
    const outcomes = await Promise.all(victims.map((victim) => afterwards(victim, survivor)));
    return { ...summed(outcomes), recoveryS: (monotonicMs() - from) / 1000 };
  } finally {
    await Promise.all(stores.map((store) => store.close()));
    await topology.stop();
  }
}

export const summed = (outcomes: readonly Outcome[]): Outcome =>
  outcomes.reduce((all, one) => ({
    histories: all.histories + one.histories,
    repeated: all.repeated + one.repeated,
    effects: {
      accepted: all.effects.accepted + one.effects.accepted,
      refused: all.effects.refused + one.effects.refused,
    },
    violations: [...all.violations, ...one.violations],
  }));

/** Runs whose keys lie on the first master, whose replica hears of none of them. */
async function victimsOf({ masters, replicas }: Topology, store: Store, count: number): Promise<Victim[]> {
  const [master, replica] = [masters[0], replicas[0]];
  if (!master || !replica) throw new Error('there is nobody to fail over to');
  await cutOff(replica);
  const victims: Victim[] = [];
  for (let i = 0; victims.length < count; i += 1) {
    const id = `victim ${i}`;
    const run = store.run(id);
    const committed = await held(run, { step: 'committed', owner: 'old' });
    const { word } = await settled(() => run.commit(commitRequest(committed)));
    if (word !== 'committed') throw new Error(`the undisturbed commit of ${id} answered ${word}`);
    if (!(await among(master, `{${id}}`))) continue;
    const begun = await held(run, { step: 'begun', owner: 'old', leaseMs: 60_000 });
    // Its hash tag is the run's, so that it lies there too.
    const lock = await store.resource(id).acquire({ leaseMs: 60_000, waitMs: 20_000 });
    victims.push({ id, run, committed, begun, lock });
  }
  return victims;
}

/** Somebody else comes to what was lost, and then the old holder goes on as if nothing had been. */
async function afterwards({ id, run, committed, begun, lock }: Victim, store: Store): Promise<Outcome> {
  const violations: string[] = [];
  const law = (holds: boolean, what: string): void => void (holds || violations.push(`${id}: ${what}`));
  const ofRival = store.run(id);
  const rivals = (step: string): Promise<StepLock> => held(ofRival, { step, owner: 'new', scope: 'another' });

  const again = await rivals('committed');
  law(again.token > committed.token, `a step's token went from ${committed.token} to ${again.token}`);
  const rival = await rivals('begun');
  law(rival.token > begun.token, `a step's token went from ${begun.token} to ${rival.token}`);
  const late = await settled(() => run.commit(commitRequest(begun)));
  law(late.word === 'lost', `who had lost a step committed it: ${late.word}`);
  const stands = await settled(() => ofRival.commit(commitRequest(rival)));
  law(
    stands.word === 'committed' && stands.record.gen === rival.token,
    `what stands is not of who held the step: ${JSON.stringify(stands)}`,
  );

  const sink = new FencedSink();
  sink.write(lock.token);
  const taken = await store.resource(id).acquire({ waitMs: 20_000 });
  law(taken.token > lock.token, `a lock's token went from ${lock.token} to ${taken.token}`);
  sink.write(taken.token);
  sink.write(lock.token);
  law(sink.refused === 1 && sink.accepted.at(-1) === taken.token, 'the sink took what an old holder wrote');
  await Promise.all([taken.release(), lock.release()]);
  const { accepted, refused } = sink;
  return { histories: 2, repeated: 1, effects: { accepted: accepted.length, refused }, violations };
}

/** The step, as soon as somebody answers: a call to a master that is away, or to a busy machine, is unknown. */
const held = (run: RunStore, over: Parameters<typeof acquire>[1]): Promise<StepLock> =>
  until(
    () => acquire(run, over).catch(() => undefined),
    (lock) => lock !== undefined,
  ) as Promise<StepLock>;

export const settled = <T extends { readonly word: string }>(ask: () => Promise<T>): Promise<T> =>
  until(ask, ({ word }) => word !== 'unknown');
