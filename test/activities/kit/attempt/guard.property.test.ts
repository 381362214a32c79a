/** Random histories of the guard on the simulated Redis. */
import fc from 'fast-check';
import { play, plans } from '../world/play';
import { poison } from '../world/poison';
import type { PoisonPlan } from '../world/poison';

const HISTORIES = Number(process.env['PIPELINE_TEST_HISTORIES'] ?? 10_000) / 5;

test(`in ${HISTORIES} histories every activity ends, effects say what they are, and nothing recorded is done again`, async () => {
  const seen = { answers: 0, effects: 0, failures: 0, begun: 0, cancelled: 0, silent: 0 };
  const property = fc.asyncProperty(plans, async (plan) => {
    const { violations, ends } = await play(plan);
    for (const { answer, failure, isCancelled, silent } of ends.values()) {
      seen.answers += Number(answer !== undefined);
      seen.effects += Number(JSON.stringify(answer ?? '').includes('$effect'));
      seen.failures += Number(failure !== undefined);
      seen.begun += Number(
        JSON.stringify((failure as { details?: unknown } | undefined)?.details ?? '').includes('$begun'),
      );
      seen.cancelled += Number(isCancelled === true);
      seen.silent += silent.length;
    }
    expect(violations).toEqual([]);
  });
  await fc.assert(property, { numRuns: HISTORIES });
  console.log(seen);
}, 400_000);

const poisonPlans: fc.Arbitrary<PoisonPlan> = fc.record({
  seed: fc.integer({ min: 0, max: 0x7fffffff }),
  maps: fc.array(
    fc.record({
      items: fc.integer({ min: 1, max: 30 }),
      poison: fc.array(fc.integer({ min: 0, max: 29 }), { maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 2 },
  ),
  killsAfterMs: fc.constantFrom(1, 20, 100),
  hasPoisonStep: fc.boolean(),
});

test(`in ${HISTORIES / 20} histories of poison it is found, and nobody beside it is blamed`, async () => {
  const deaths: number[] = [];
  const property = fc.asyncProperty(poisonPlans, async (plan) => {
    const history = await poison(plan);
    deaths.push(history.deaths);
    expect(history.long.answer).toBe('done');
    const poisoned = (history.poisonStep?.failure as { type?: string } | undefined)?.type;
    expect(poisoned).toBe(plan.hasPoisonStep ? 'StepExhausted' : undefined);
    for (const [i, { items, poison: places }] of plan.maps.entries()) {
      const killing = new Set(places.filter((place) => place < items)).size;
      const { end, computed } = history.maps[i]!;
      expect(end.answer).toMatchObject({ items, counts: { failed: killing, ok: items - killing } });
      expect(new Set(computed).size).toBe(items - killing);
    }
  });
  await fc.assert(property, { numRuns: HISTORIES / 20 });
  console.log({ deaths: Math.max(...deaths) });
}, 400_000);
