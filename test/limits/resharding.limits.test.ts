/** Slots move from one master to another and back while their locks are used: nothing is lost, so nothing may be noticed. */
import { moveKeys } from '../support/resharding';
import { LockLoad } from './load';
import { inForm, tell } from './rows';
import { cluster } from './topologies';

const LOCKS = inForm(9, 30);
const ROUNDS = inForm(2, 20);

test('slots that move under users of locks: one holder at a time, and tokens grow', async () => {
  const topology = await cluster.start();
  const load = await LockLoad.on(topology.url, LOCKS);
  const [first, second] = topology.masters;
  let moved = 0;
  try {
    if (!first || !second) throw new Error('there are no two masters');
    for (let round = 0; round < ROUNDS; round += 1) {
      await load.goesRound(1);
      moved += await moveKeys(...(round % 2 === 0 ? ([first, second] as const) : ([second, first] as const)));
    }
    await load.goesRound(2);
  } finally {
    await load.stop();
    await topology.stop();
  }
  const violations = load.violations({ lossy: false });
  const note = `${moved} slots moved`;
  tell({
    scenario: 'slots moved, lock load',
    topology: cluster.name,
    violations: violations.length,
    ...load.counts,
    note,
  });
  expect(violations).toEqual([]);
  expect(moved).toBeGreaterThan(0);
});
