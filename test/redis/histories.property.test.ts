/** Random histories on the simulated Redis. A plan that ever failed is kept in failedPlans.json and played first. */
import fc from 'fast-check';
import failedPlans from './world/failedPlans.json';
import { playResource, resourcePlans, type ResourcePlan } from './world/resourceWorld';

const HISTORIES = Number(process.env['PIPELINE_TEST_HISTORIES'] ?? 7000);

test.each(failedPlans.resource as [string, ResourcePlan][])('holds again: %s', async (_, plan) => {
  expect((await playResource(plan)).violations).toEqual([]);
});

test(`in ${HISTORIES} histories of a resource lock nobody believes wrongly, tokens grow and nobody waits for ever`, async () => {
  const seen = { acquisitions: 0, accepted: 0, refused: 0, lossy: 0 };
  const property = fc.asyncProperty(resourcePlans, async (plan) => {
    const audit = await playResource(plan);
    seen.acquisitions += audit.acquisitions;
    seen.accepted += audit.accepted;
    seen.refused += audit.refused;
    seen.lossy += Number(audit.isLossy);
    expect(audit.violations).toEqual([]);
  });
  await fc.assert(property, { numRuns: HISTORIES });
  console.log(seen);
}, 120_000);
