/**
 * Goal: the built-in analyser as the steps use it, on a few invented comments, with vectors of words in place of those of the encoder,
 * which a test of this tier does not fetch.
 */
import type { Analyser } from '../../../../activities/report/analyser';
import { analyserOfWords } from './wordVectors';
import { allOf } from '../../../../activities/report/builtin/people';
import type { Comment } from '../../../../activities/report/model';
import { analyse } from './analyse';

const TEXTS = [
  'The buses stop running far too early in the evening. We need night buses on weekends!',
  'We need night buses on weekends.',
  'Bus drivers deserve better pay.',
  'The bus fare should be lower for students.',
  'The schools need more teachers. Classes are far too large.',
  'Our schools need smaller classes and more teachers.',
  'School lunches should be free for every child.',
  'School lunches should not be free for every child.',
  'Plant more trees in the parks. Why are there so few benches?',
  'The parks need more trees and benches.',
  'Dogs should be kept on a leash in the parks.',
  'Dogs should not have to be on a leash in the parks.',
  '__proto__ should be allowed in every park, says constructor.',
  '👩‍👩‍👧 families need 🏊 pools…  </script><img src=x onerror=alert(1)>',
  'Hi!',
];
const comments: Comment[] = TEXTS.map((text, at) => ({
  id: String(at),
  text,
  speaker: at % 2 === 0 ? '__proto__' : `speaker ${at}`,
}));

describe('the built-in analyser', () => {
  const signal = new AbortController().signal;
  let analyser: Analyser;
  beforeAll(() => {
    analyser = analyserOfWords();
  });

  it('turns comments into topics, claims, summaries and cruxes, and loses nobody', async () => {
    const { clustering, claims, sorted, summaries, cruxes } = await analyse(analyser, comments);
    expect(new Set(clustering.assignments.map(({ comment }) => comment))).toEqual(
      new Set(comments.map(({ id }) => id)),
    );
    const inReport = sorted.flatMap((topic) => topic.subtopics.flatMap((subtopic) => subtopic.claims.flatMap(allOf)));
    expect(inReport.map(({ id }) => id).sort()).toEqual(claims.map(({ id }) => id).sort());
    expect(new Set(claims.map(({ id }) => id)).size).toBe(claims.length);
    for (const comment of comments) {
      const own = claims.filter((claim) => claim.comment === comment.id);
      expect(own.length).toBeGreaterThan(0);
      for (const claim of own) {
        expect(comment.text.slice(claim.start, claim.end)).toBe(claim.text);
        expect(claim.speaker).toBe(comment.speaker);
      }
    }
    expect(summaries.map(({ topic }) => topic)).toEqual(sorted.map(({ id }) => id));
    expect(new Set(sorted.map(({ title }) => title)).size).toBe(sorted.length);
    expect(cruxes.map(({ text }) => text)).toEqual(['School lunches should be free for every child.']);
  });

  it('puts the same words under one claim, and keeps contradictions and rewordings apart', async () => {
    const { sorted } = await analyse(analyser, comments);
    const heads = sorted.flatMap((topic) => topic.subtopics.flatMap((subtopic) => subtopic.claims));
    const groupOf = (comment: string) =>
      heads.findIndex((head) => allOf(head).some((claim) => claim.comment === comment));
    expect(groupOf('6')).not.toBe(groupOf('7'));
    expect(groupOf('10')).not.toBe(groupOf('11'));
    expect(groupOf('1')).toBe(groupOf('0'));
    expect(groupOf('8')).not.toBe(groupOf('9'));
  });

  it('gives the same bytes for another order of rows, batches and claims', async () => {
    const once = await analyse(analyser, comments);
    const again = await analyse(analyser, comments.toReversed(), { reversed: true });
    expect(JSON.stringify(again.sorted)).toBe(JSON.stringify(once.sorted));
    expect(JSON.stringify(again.summaries)).toBe(JSON.stringify(once.summaries));
    expect(JSON.stringify(again.cruxes)).toBe(JSON.stringify(once.cruxes));
  });

  it.each([1, 2, 3])('works on %d comments', async (count) => {
    const { sorted, claims } = await analyse(analyser, comments.slice(0, count));
    expect(sorted.length).toBeGreaterThan(0);
    expect(claims.length).toBeGreaterThanOrEqual(count);
  });

  it('refuses a file in a language that it does not read, with the remedy', async () => {
    const greek = 'Η πόλη χρειάζεται περισσότερα δέντρα.';
    const file = Array.from({ length: 6 }, (_, at) => ({ id: String(at), text: greek, speaker: 'Ann' }));
    await expect(analyser.read(file, signal)).rejects.toMatchObject({
      code: 'LANGUAGE_NOT_READ',
      remedy: expect.stringContaining('German') as string,
    });
    await expect(analyser.read(comments, signal)).resolves.toMatchObject({ comments, setAside: [] });
  });

  it('rejects with the reason of its signal', async () => {
    const controller = new AbortController();
    const reason = new Error('the lease is lost');
    controller.abort(reason);
    await expect(analyser.batches(comments, controller.signal)).rejects.toBe(reason);
  });
});
