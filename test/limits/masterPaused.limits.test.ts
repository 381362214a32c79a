/** A master stands still until its replica has taken over, and then goes on as if nothing had been: it is a deposed one. */
import { monotonicMs } from '../../redis';
import { following } from '../support/oddRedis';
import { promoted } from '../support/replication';
import { LockLoad } from './load';
import { inForm, tell } from './rows';
import { cluster, sentinels, type Topology, type TopologyKind } from './topologies';

const LOCKS = inForm(6, 30);
const ROUNDS = inForm(1, 6);
const kinds = [sentinels, cluster];

/** @returns how long till all locks went round again, s: the longest of all rounds. */
async function pauses({ masters, replicas }: Topology, load: LockLoad, needsReplica: boolean): Promise<number> {
  let [master, replica] = [masters[0], replicas[0]];
  let recoveryS = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    if (!master || !replica) throw new Error('there is nobody to fail over to');
    await load.goesRound(2);
    let from = monotonicMs();
    process.kill(master.pid, 'SIGSTOP');
    await promoted(replica);
    // One that wants a replica takes no write before the other one has become that.
    if (!needsReplica) await load.goesRound(2);
    const without = needsReplica ? 0 : monotonicMs() - from;
    process.kill(master.pid, 'SIGCONT');
    from = monotonicMs();
    await following(master);
    await load.goesRound(2);
    recoveryS = Math.max(recoveryS, (needsReplica ? monotonicMs() - from : without) / 1000);
    [master, replica] = [replica, master];
  }
  return recoveryS;
}

interface SetUp {
  readonly lines?: readonly string[];
  readonly replicaWait?: { readonly replicas: number };
}

async function paused(kind: TopologyKind, setUp: SetUp, scenario: string): Promise<string[]> {
  const topology = await kind.start(setUp.lines);
  const { replicaWait } = setUp;
  const load = await LockLoad.on(topology.url, LOCKS, { ...(replicaWait && { replicaWait }) });
  let recoveryS: number;
  try {
    recoveryS = await pauses(topology, load, Object.keys(setUp).length > 0);
  } finally {
    await load.stop();
    await topology.stop();
  }
  const violations = load.violations({ lossy: true });
  tell({ scenario, topology: kind.name, violations: violations.length, recoveryS, ...load.counts });
  return violations;
}

test.each([
  ['no write waits', 'master paused, lock load', {}],
  [
    'writes need a replica',
    'master paused, lock load, min-replicas-to-write 1',
    { lines: ['min-replicas-to-write 1', 'min-replicas-max-lag 2'] },
  ],
  ['locks wait for a replica', 'master paused, lock load, WAIT for a replica', { replicaWait: { replicas: 1 } }],
])(
  'a master paused until it is deposed, where %s: tokens grow, and the locks go round',
  async (_where, scenario, setUp) => {
    const violations = await Promise.all(kinds.map((kind) => paused(kind, setUp, scenario)));
    expect(violations).toEqual([[], []]);
  },
);
