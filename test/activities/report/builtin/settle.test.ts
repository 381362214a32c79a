/** Goal: a point that its neighbours carried into a group stands with those that it is nearest to. */
import { settle } from '../../../../activities/report/builtin/settle';
import { DIMENSIONS } from '../../../../activities/report/builtin/vectors';

const at = (degrees: number): Float32Array =>
  Float32Array.from({ length: DIMENSIONS }, (_, i) => {
    const angle = (degrees * Math.PI) / 180;
    return i === 0 ? Math.cos(angle) : i === 1 ? Math.sin(angle) : 0;
  });

it('moves a point to the group whose middle is nearest, and every point stays in one group', () => {
  const vectors = [0, 5, 10, 80, 85, 90, 12].map(at);
  const settled = settle(
    [
      [0, 1, 2],
      [3, 4, 5, 6],
    ],
    vectors,
  );
  expect(settled).toEqual([
    [0, 1, 2, 6],
    [3, 4, 5],
  ]);
});

it('looks again once the middles have moved', () => {
  const groups = [
    [0, 1, 2, 3],
    [4, 5],
  ];
  expect(settle(groups, [0, 4, 43, 50, 58, 90].map(at))).toEqual([
    [0, 1],
    [2, 3, 4, 5],
  ]);
});

it('leaves no empty group', () => {
  expect(settle([[0, 1], [2]], [0, 0, 0].map(at))).toEqual([[0, 1, 2]]);
});
