/** Many clients on few and on many locks: served in turn, at a cost that is known. */
import { monotonicMs } from '../../../redis';
import { inForm, tell } from '../rows';
import { cluster, sentinels, standalone, type TopologyKind } from '../topologies';
import { LockCrowd } from './lockCrowd';
import { Meter } from './meter';

const CLIENTS = inForm(40, 200);
const PROCESSES = inForm(2, 8);
const TURNS = inForm(5, 10);
const LOCKS = [1, 10, 1000];
/** It asks and gives back, by 11 to 26 commands. What is more are polls and renewals, which a machine without time has more of. */
const MOST = { scripts: 20, commands: 250 };

/** Of a server: locks, data, and the subscriber that opens with the first wait. A Cluster's client has as many for each master. */
const connectionsOf = (kind: TopologyKind): number => (kind === cluster ? 3 * 3 : 3);

test.each(inForm([standalone], [standalone, sentinels, cluster]))(
  'a crowd of lock clients on $name is served in the order of asking, with a bounded number of connections',
  async (kind) => {
    const topology = await kind.start();
    const meter = await Meter.of(topology.masters);
    const crowd = await LockCrowd.on(topology.url, CLIENTS, PROCESSES);
    try {
      for (const locks of LOCKS) {
        const before = await meter.read();
        const from = monotonicMs();
        const taken = await crowd.take(CLIENTS * TURNS, locks);
        const ms = monotonicMs() - from;
        const after = await meter.read();
        const { accepted } = taken.effects;
        const each = (of: 'scripts' | 'commands' | 'bytes'): number => (after[of] - before[of]) / accepted;
        const { overtaken, most, median } = taken.fairness();
        const violations = taken.violations();
        tell({
          scenario: `${CLIENTS} clients in ${PROCESSES} processes, ${locks} lock${locks === 1 ? '' : 's'}`,
          topology: kind.name,
          histories: locks,
          violations: violations.length,
          effects: taken.effects,
          note:
            `${overtaken} overtaken, share ${most} (median ${median}); an acquisition: ${each('scripts').toFixed(1)} scripts, ` +
            `${each('commands').toFixed(1)} commands, ${each('bytes').toFixed(0)} bytes, ${(ms / accepted).toFixed(2)} ms; ` +
            `${(after.connections / CLIENTS).toFixed(1)} connections a client`,
        });
        expect({ violations, unanswered: taken.unanswered }).toEqual({ violations: [], unanswered: 0 });
        // A waiter that a stalled machine kept from asking for 1.5 s is taken for dead, and passed over.
        expect(overtaken).toBeLessThan(accepted / 10);
        // Where there are more locks than clients hardly anybody waits, and each gets what its process has time for.
        expect(most).toBeLessThanOrEqual(locks < CLIENTS ? 2 * median + 3 : accepted);
        expect(each('scripts')).toBeLessThan(MOST.scripts);
        expect(each('commands')).toBeLessThan(MOST.commands);
        expect(after.connections).toBeLessThanOrEqual(CLIENTS * connectionsOf(kind));
      }
    } finally {
      await crowd.stop();
      meter.close();
      await topology.stop();
    }
  },
);
