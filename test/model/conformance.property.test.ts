/**
 * The specification (spec/) and the scripts (redis/lua/) are the same protocol: random traces of calls get the same
 * replies from both and leave the same state, also after a replica that had not caught up is promoted: what its master did since
 * is lost to both. Method: the real scripts on the simulated server, behind the real RunStore and ResourceLock; virtual time; traces
 * that fast-check shrinks to the shortest that differs.
 */
import fc from 'fast-check';
import { openSimulation } from '../../testing/simulation';
import { trace } from './conformance/actions';
import { compare, specified, together, type Specify } from './conformance/drive';
import { specResource } from './conformance/specResource';
import { specRun } from './conformance/specRun';
import * as spec from './spec';

const traces = Number(process.env['PIPELINE_TEST_HISTORIES'] ?? 10_000) / 20;

/** @returns what differed first, or that nothing did. */
async function comparedWith(specify: Specify): Promise<string> {
  const world = await openSimulation();
  let count = 0;
  const same = fc.asyncProperty(trace, (actions) => compare(world, `trace ${(count += 1)}`, actions, specify));
  const report = await fc.check(same, { numRuns: traces });
  return fc.defaultReportMessage(report) ?? 'no difference';
}

test(`${traces} random traces get the same replies from the scripts and from the specification`, async () => {
  expect(await comparedWith(specified)).toBe('no difference');
}, 600_000);

/** Tokens of a clock that stands still only count. */
const counting = (now: () => spec.Now) => () => ({ ...now(), us: 0 });
const commitOfAnybody: typeof spec.commit = (state, now, args) => {
  const { owner, token } = args;
  const lock = { owner, token, scope: '', seq: 0, revoked: false, expiresAtMs: now.ms };
  return spec.commit(spec.withStep(state, args, { lock }), now, args);
};

const mutants: [string, Specify][] = [
  ['counted tokens for a run', (now) => together(specRun(counting(now)), specResource(now))],
  ['counted tokens for a resource', (now) => together(specRun(now), specResource(counting(now)))],
  ['a commit without its token check', (now) => together(specRun(now, commitOfAnybody), specResource(now))],
];

test.each(mutants)(
  'the traces tell the scripts from %s',
  async (_, specify) => {
    expect(await comparedWith(specify)).toContain('Property failed');
  },
  600_000,
);
