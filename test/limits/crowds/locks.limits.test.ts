/** Many clients on few and on many locks: served in turn, at a cost that is known. */
import { monotonicMs } from '../../../redis';
import { inForm, tell } from '../rows';
import { cluster, sentinels, standalone, type TopologyKind } from '../topologies';
import { LockCrowd, openClients } from './clients';
import { Meter } from './meter';

const CLIENTS = inForm(40, 200);
const TURNS = inForm(5, 10);
const LOCKS = [1, 10, 1000];

/** Of a server: locks, data, and the subscriber that opens with the first wait. A Cluster's client has as many for each master. */
const connectionsOf = (kind: TopologyKind): number => (kind === cluster ? 3 * 3 : 3);

test.each(inForm([standalone], [standalone, sentinels, cluster]))(
  'a crowd of lock clients on $name is served in the order of asking, with a bounded number of connections',
  async (kind) => {
    const topology = await kind.start();
    const meter = await Meter.of(topology.masters);
    const stores = await openClients(topology.url, CLIENTS);
    try {
      for (const locks of LOCKS) {
        const crowd = new LockCrowd(stores, locks);
        const before = await meter.read();
        const from = monotonicMs();
        await crowd.take(CLIENTS * TURNS);
        const seconds = (monotonicMs() - from) / 1000;
        const after = await meter.read();
        const { accepted } = crowd.effects;
        const each = (of: 'scripts' | 'commands' | 'bytes'): string =>
          ((after[of] - before[of]) / accepted).toFixed(of === 'bytes' ? 0 : 1);
        const { overtaken, most, median } = crowd.fairness();
        const violations = crowd.violations();
        tell({
          scenario: `${CLIENTS} clients, ${locks} lock${locks === 1 ? '' : 's'}`,
          topology: kind.name,
          histories: locks,
          violations: violations.length,
          effects: crowd.effects,
          note:
            `${overtaken} overtaken, share ${most} (median ${median}); an acquisition: ${each('scripts')} scripts, ` +
            `${each('commands')} commands, ${each('bytes')} bytes, ${((1000 * seconds) / accepted).toFixed(2)} ms; ` +
            `${(after.connections / CLIENTS).toFixed(1)} connections a client`,
        });
        expect({ violations, unanswered: crowd.unanswered }).toEqual({ violations: [], unanswered: 0 });
        // A waiter that a stalled machine kept from asking for 1.5 s is taken for dead, and passed over.
        expect(overtaken).toBeLessThan(accepted / 10);
        expect(most).toBeLessThanOrEqual(2 * median + 3);
        expect(after.connections).toBeLessThanOrEqual(CLIENTS * connectionsOf(kind));
      }
    } finally {
      await Promise.all(stores.map((store) => store.close()));
      meter.close();
      await topology.stop();
    }
  },
);
