/** A failover that surely loses acknowledged writes: nothing old gets through; and without the rules that see to it, it would. */
import { withBroken } from './brokenScripts';
import { keepWrites } from './keptWrites';
import { loseWrites } from './lostWrites';
import { inForm, tell } from './rows';
import { cluster, sentinels } from './topologies';

const RUNS = inForm(4, 40);
const kinds = [sentinels, cluster];

/** At once on all of them, since most of it is waiting for a replica to take over. */
const everywhere = (count: number, play = loseWrites) =>
  Promise.all(kinds.map(async (kind) => ({ topology: kind.name, ...(await play(kind, count)) })));

test('a failover that loses what was acknowledged: tokens grow, an old holder commits nothing, the sink refuses it', async () => {
  for (const { violations, ...counts } of await everywhere(RUNS)) {
    tell({ scenario: 'acknowledged writes lost', violations: violations.length, ...counts });
    expect(violations).toEqual([]);
    const effects = { accepted: 2 * RUNS, refused: RUNS };
    expect(counts).toMatchObject({ histories: 2 * RUNS, repeated: RUNS, effects });
  }
});

test('the same where a replica is waited for: nothing counts before it has it, and all that counted is found there', async () => {
  for (const { violations, ...counts } of await everywhere(RUNS, keepWrites)) {
    tell({ scenario: 'acknowledged writes, WAIT for a replica', violations: violations.length, ...counts });
    expect(violations).toEqual([]);
    const effects = { accepted: 2 * RUNS, refused: 0 };
    expect(counts).toMatchObject({ histories: 2 * RUNS, repeated: 0, effects });
  }
});

test('convicted by this: a commit that does not look at the token, and tokens that are only counted up', async () => {
  const outcomes = await withBroken(
    {
      commit: ["return { 'lost' }", 'mine = false'],
      begin: ['math.max(last + 1, time[1] * 1000000 + time[2], floor)', 'last + 1'],
      acquire: ['math.max(last + 1, nowUs, floor)', 'last + 1'],
    },
    () => everywhere(1),
  );
  for (const { topology, violations } of outcomes) {
    const note = `${violations.length} convicted`;
    tell({ scenario: 'acknowledged writes lost, scripts broken', topology, violations: 0, note });
    for (const charge of ["a step's token went", 'who had lost a step committed it', "a lock's token went"]) {
      expect(violations).toContainEqual(expect.stringContaining(charge));
    }
  }
});
