import { embedBatches } from '../../../../activities/report/builtin/batches';
import type { Comment } from '../../../../activities/report/model';

const comments: Comment[] = Array.from({ length: 150 }, (_, at) => {
  return { id: String(at), text: `We need ${'many '.repeat(at % 7)}buses in district ${at}. Hello!`, speaker: 'Ann' };
});

describe('the batches to embed', () => {
  it('are the same for any order of the comments, so that a recorded batch is found again', () => {
    expect(embedBatches(comments.toReversed())).toEqual(embedBatches(comments));
  });

  it('hold each text once, however often it was said, and no greeting', () => {
    const texts = embedBatches([...comments, ...comments]).flatMap((batch) => batch.texts);
    expect(texts).toHaveLength(150);
    expect(texts.filter((text) => text.includes('Hello'))).toEqual([]);
  });

  it('are small, and named by their content', () => {
    const batches = embedBatches(comments);
    expect(batches.map(({ texts }) => texts.length)).toEqual([64, 64, 22]);
    expect(embedBatches(comments.slice(1)).map(({ id }) => id)).not.toEqual(batches.map(({ id }) => id));
    expect(embedBatches([])).toEqual([]);
  });
});
