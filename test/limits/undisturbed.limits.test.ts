/** What the other rows are to be compared with: nothing happens. */
import { LockLoad } from './load';
import { inForm, tell } from './rows';
import { cluster, sentinels, standalone } from './topologies';

test.each([standalone, sentinels, cluster])('$name, undisturbed: one holder at a time', async (kind) => {
  const topology = await kind.start();
  const load = await LockLoad.on(topology.url, inForm(6, 30));
  try {
    await load.goesRound(10);
  } finally {
    await load.stop();
    await topology.stop();
  }
  const violations = load.violations({ lossy: false });
  tell({ scenario: 'undisturbed', topology: kind.name, violations: violations.length, ...load.counts });
  expect(violations).toEqual([]);
});
