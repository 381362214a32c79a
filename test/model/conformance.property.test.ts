/**
 * The specification (spec/) and the scripts (redis/lua/) are the same protocol: random traces of calls get the same
 * replies from both and leave the same state. Method: the real scripts on the simulated server, behind the real RunStore
 * and ResourceLock; virtual time; traces that fast-check shrinks to the shortest that differs.
 */
import fc from 'fast-check';
import { openSimulation } from '../../testing';
import { trace } from './conformance/actions';
import { compare } from './conformance/drive';

const traces = Number(process.env['PIPELINE_TEST_HISTORIES'] ?? 10_000) / 20;

test(`${traces} random traces get the same replies from the scripts and from the specification`, async () => {
  const world = await openSimulation();
  let count = 0;
  const same = fc.asyncProperty(trace, (actions) => compare(world, `trace ${(count += 1)}`, actions));
  const report = await fc.check(same, { numRuns: traces });
  expect(fc.defaultReportMessage(report) ?? 'no difference').toBe('no difference');
}, 600_000);
