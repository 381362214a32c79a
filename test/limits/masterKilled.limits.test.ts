/** A master dies under users of locks; a replica that may lack the last writes takes over. */
import { monotonicMs } from '../../redis';
import { LockLoad } from './load';
import { inForm, tell } from './rows';
import { cluster, sentinels } from './topologies';

const LOCKS = inForm(6, 30);

test.each([sentinels, cluster])('a killed master of $name: tokens grow, and the locks go round again', async (kind) => {
  const topology = await kind.start();
  const load = await LockLoad.on(topology.url, LOCKS);
  let recoveryS: number;
  try {
    await load.goesRound(3);
    const from = monotonicMs();
    await topology.masters[0]?.stop();
    await load.goesRound(3);
    recoveryS = (monotonicMs() - from) / 1000;
  } finally {
    await load.stop();
    await topology.stop();
  }
  const violations = load.violations({ lossy: true });
  tell({
    scenario: 'master killed, lock load',
    topology: kind.name,
    violations: violations.length,
    recoveryS,
    ...load.counts,
  });
  expect(violations).toEqual([]);
});
