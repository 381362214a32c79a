import { embedBatches } from '../../../../activities/report/builtin/batches';
import { textKey } from '../../../../activities/report/builtin/vectors';
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

  it('hold as much as is embedded of each text where all together are longer, under the names of the whole texts', () => {
    const whole = embedBatches(comments);
    const texts = whole.flatMap((batch) => batch.texts);
    const characters = texts.reduce((sum, { length }) => sum + length, 0);
    expect(embedBatches(comments, characters)).toEqual(whole);
    const cut = embedBatches(comments, characters - 1);
    const begun = cut.flatMap((batch) => batch.texts);
    expect(cut.flatMap(({ keys, texts: own }) => keys ?? own.map(textKey))).toEqual(texts.map(textKey));
    expect(begun.filter((text, at) => !texts[at]?.startsWith(text))).toEqual([]);
    expect(begun.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(characters);
    expect(begun.filter((text) => text === texts[0])).toHaveLength(1);
  });
});
