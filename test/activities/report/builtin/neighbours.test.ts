import { nearest } from '../../../../activities/report/builtin/neighbours';
import { DIMENSIONS, dot, mean, type Vector } from '../../../../activities/report/builtin/vectors';

/** As many vectors in a few bundles, the same every time. */
function vectors(count: number): Vector[] {
  let state = 7;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  const some = (): Vector => Float32Array.from({ length: DIMENSIONS }, random);
  const bundles = Array.from({ length: 5 }, some);
  return Array.from({ length: count }, (_, at) => mean([bundles[at % 5] as Vector, some()]));
}

/** One by one, in double precision. */
function oneByOne(all: readonly Vector[], k: number) {
  return all.map((one, at) =>
    all
      .flatMap((other, to) => (to === at ? [] : [{ to, cosine: dot(one, other) }]))
      .sort((a, b) => b.cosine - a.cosine || a.to - b.to)
      .slice(0, k),
  );
}

describe('the nearest neighbours', () => {
  // A strip has 96 rows, a panel 8 columns: sizes on both sides of each.
  it.each([0, 1, 2, 9, 96, 97, 105])('of %i vectors are those found one by one', (count) => {
    const all = vectors(count);
    const found = nearest(all, 8);
    const expected = oneByOne(all, 8);
    expect(found).toHaveLength(count);
    for (const [at, list] of found.entries()) {
      expect(list.map(({ to }) => to)).toEqual(expected[at]?.map(({ to }) => to));
      for (const [place, { cosine }] of list.entries())
        expect(cosine).toBeCloseTo(expected[at]?.[place]?.cosine ?? 9, 5);
    }
  });

  it('come in the order of their places where they are equally near', () => {
    const [one] = vectors(1);
    const same = Array.from({ length: 130 }, () => one as Vector);
    expect(nearest(same, 3)[128]?.map(({ to }) => to)).toEqual([0, 1, 2]);
    expect(nearest(same, 3)[1]?.map(({ to }) => to)).toEqual([0, 2, 3]);
  });

  it('of few are found in the memory that many had before, and of many after them', () => {
    for (const count of [200, 9, 97, 200]) {
      const all = vectors(count);
      const places = oneByOne(all, 4).map((list) => list.map(({ to }) => to));
      expect(nearest(all, 4).map((list) => list.map(({ to }) => to))).toEqual(places);
    }
  });

  it('are the same twice', () => {
    const all = vectors(120);
    expect(nearest(all, 5)).toEqual(nearest(all, 5));
  });
});
