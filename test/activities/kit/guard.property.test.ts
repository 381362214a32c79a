/** Random histories of the guard on the simulated Redis. */
import fc from 'fast-check';
import { play, plans } from './world/play';

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
