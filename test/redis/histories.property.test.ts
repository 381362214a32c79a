/** Random histories on the simulated Redis. A plan that ever failed is kept in failedPlans.json and played first. */
import fc from 'fast-check';
import failedPlans from './world/failedPlans.json';
import { playResource, resourcePlans, type ResourcePlan } from './world/resourceWorld';
import { playStep, stepPlans, type StepPlan } from './world/stepWorld';

const SHARE = Number(process.env['PIPELINE_TEST_HISTORIES'] ?? 10_000) / 10;

test('every plan that ever failed holds', async () => {
  for (const [, plan] of failedPlans.resource as [string, ResourcePlan][]) {
    expect((await playResource(plan)).violations).toEqual([]);
  }
  for (const [, plan] of failedPlans.step as [string, StepPlan][]) {
    expect((await playStep(plan)).violations).toEqual([]);
  }
});

test(`in ${7 * SHARE} histories of a resource lock nobody believes wrongly, tokens grow and nobody waits for ever`, async () => {
  const seen = { acquisitions: 0, accepted: 0, refused: 0, lossy: 0 };
  const property = fc.asyncProperty(resourcePlans, async (plan) => {
    const audit = await playResource(plan);
    seen.acquisitions += audit.acquisitions;
    seen.accepted += audit.accepted;
    seen.refused += audit.refused;
    seen.lossy += Number(audit.isLossy);
    expect(audit.violations).toEqual([]);
  });
  await fc.assert(property, { numRuns: 7 * SHARE });
  console.log(seen);
}, 400_000);

test(`in ${3 * SHARE} histories of a step one record stands, recorded items are not computed again and every run ends`, async () => {
  const seen = { acquisitions: 0, committed: 0, lossy: 0, floored: 0 };
  const property = fc.asyncProperty(stepPlans, async (plan) => {
    const audit = await playStep(plan);
    seen.acquisitions += audit.acquisitions;
    seen.committed += audit.journal.committed;
    seen.lossy += Number(audit.isLossy);
    seen.floored += Number(audit.journal.isFloored);
    expect(audit.violations).toEqual([]);
  });
  await fc.assert(property, { numRuns: 3 * SHARE });
  console.log(seen);
}, 400_000);
