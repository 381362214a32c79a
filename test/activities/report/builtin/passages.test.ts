import { passagesOf } from '../../../../activities/report/builtin/passages';
import type { Comment } from '../../../../activities/report/model';

const sentence = (n: number): string => `We need more buses, more trains and more of everything in district ${n}.`;

/** Ten comments: the first of ten sentences, the others of two. */
const comments: Comment[] = Array.from({ length: 10 }, (_, at) => ({
  id: String(at),
  speaker: `Person ${at}`,
  text: Array.from({ length: at === 0 ? 10 : 2 }, (__, n) => sentence(at * 100 + n)).join(' '),
}));

const all = (most?: number) => [...passagesOf(comments, most).entries()];
const count = (most?: number): number => all(most).reduce((sum, [, own]) => sum + own.length, 0);

describe('the passages of comments', () => {
  it('are their sentences, as long as there are not more than are analysed', () => {
    expect(count()).toBe(28);
    expect(count(28)).toBe(28);
  });

  it('are neighbouring sentences together where there are more: never more than are analysed, none is left out', () => {
    for (const most of [27, 20, 15, 10]) {
      expect(count(most)).toBeLessThanOrEqual(most);
      for (const [id, own] of all(most)) {
        const text = comments[Number(id)]?.text;
        expect(own.map(({ start, end }) => text?.slice(start, end)).join(' ')).toBe(text);
      }
    }
    expect(all(20)[0]?.[1].length).toBeGreaterThan(1);
  });

  it('are at least one of each comment, and the same in every order of the rows', () => {
    expect(count(3)).toBe(10);
    const turned = passagesOf(comments.toReversed(), 15);
    expect(all(15).map(([id]) => turned.get(id))).toEqual(all(15).map(([, own]) => own));
  });
});
