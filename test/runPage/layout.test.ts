/** Where things stand: time as a share of the width, lanes, and the graph. */
import { axisOf } from '../../cli/runPage/axis';
import { graphOf } from '../../cli/runPage/graph';
import { lanesOf } from '../../cli/runPage/lanes';
import { activity, at, step } from './sample';

const span = (from: number, to: number): { from: number; to: number } => ({ from, to });

test('time keeps its order, from 0 to 1, and equal times of work have equal widths', () => {
  const axis = axisOf([span(1000, 3000), span(2500, 5000)], span(0, 6000));
  expect(axis.at(0)).toBe(0);
  expect(axis.at(6000)).toBeCloseTo(1);
  expect(axis.at(3000) - axis.at(2000)).toBeCloseTo(axis.at(5000) - axis.at(4000));
  expect(axis.breaks).toEqual([]);
});

test('a long time in which nothing happens is folded, and the work on both sides stays readable', () => {
  const hour = 3_600_000;
  const axis = axisOf([span(0, 4000), span(8 * hour, 8 * hour + 4000)], span(0, 8 * hour + 4000));
  expect(axis.breaks).toMatchObject([{ ms: 8 * hour - 4000 }]);
  expect(axis.at(4000)).toBeCloseTo(0.48);
  expect(axis.at(8 * hour)).toBeCloseTo(0.52);
  expect(axis.ticks.map(({ label }) => label)).toContain('08:00:02');
});

test('however many pauses there are, most of the width is left for work', () => {
  const busy = Array.from({ length: 100 }, (_, i) => span(i * 1_000_000, i * 1_000_000 + 100));
  const axis = axisOf(busy, span(0, 99_000_100));
  expect(axis.breaks).toHaveLength(99);
  expect(axis.breaks.reduce((sum, { width }) => sum + width, 0)).toBeLessThan(0.31);
});

test('ticks do not meet, and a run without any length has an axis', () => {
  const { ticks } = axisOf([span(0, 59_000)], span(0, 61_000));
  const shares = ticks.map(({ share }) => share);
  expect(Math.min(...shares.slice(1).map((share, i) => share - (shares[i] ?? 0)))).toBeGreaterThan(0.08);
  expect(axisOf([], span(5, 5)).at(5)).toBe(0);
});

test('a shard keeps its lane over a heal, and calls that go on at the same time have lanes of their own', () => {
  const [first, second] = ['items 1 to 5', 'items 6 to 9'];
  const map = step(
    'a.map',
    [],
    [activity(0, 2, { part: first }), activity(0, 3, { part: second }), activity(4, 5, { part: first })],
  );
  expect(lanesOf(map, at(9)).lanes.map(({ label, activities }) => [label, activities.length])).toEqual([
    [first, 2],
    [second, 1],
  ]);
  const calls = step('a.call', [], [activity(0, 2), activity(1, 3), activity(2.5, 4)]);
  expect(lanesOf(calls, at(9)).lanes.map(({ activities }) => activities.length)).toEqual([2, 1]);
});

test('lanes are bounded, and what found no room is counted', () => {
  const calls = step(
    'a.call',
    [],
    Array.from({ length: 300 }, () => activity(0, 2)),
  );
  expect(lanesOf(calls, at(9))).toMatchObject({ lanes: { length: 201 }, left: 99 });
});

test('a step stands right of all it reads, and lines that follow from others are left out', () => {
  const steps = [
    step('load', [], []),
    step('embed', ['load'], []),
    step('claims', ['load', 'embed'], []),
    step('publish', ['load', 'claims', 'gone'], []),
  ];
  const { nodes, edges } = graphOf(steps);
  expect(nodes.map(({ depth }) => depth)).toEqual([0, 1, 2, 3]);
  expect(edges.map(([from, to]) => `${from.step.name} → ${to.step.name}`)).toEqual([
    'load → embed',
    'embed → claims',
    'claims → publish',
  ]);
});

test('steps that read each other do not hang the page', () => {
  expect(graphOf([step('a', ['b'], []), step('b', ['a'], [])]).nodes).toHaveLength(2);
});
