/** Letters that several people sent: told as one thing in one place, whatever each of them adds, and never with the opposite in it. */
import { passagesOf } from '../../../../activities/report/builtin/passages';
import type { Comment } from '../../../../activities/report/model';

const LETTER = [
  'The houses planned at Castle Lane would take the last green field in our part of the town.',
  'The junction with Mill Street is far beyond what it was built for.',
  'The school has no places left.',
  'I urge the council to refuse the application.',
];
const comment = (id: string, ...sentences: readonly string[]): Comment => ({
  id,
  text: sentences.join(' '),
  speaker: id,
});
const copies = (count: number): Comment[] => Array.from({ length: count }, (_, at) => comment(`copy ${at}`, ...LETTER));

const found = (...comments: readonly Comment[]): Record<string, string[]> =>
  Object.fromEntries(
    [...passagesOf(comments)].map(([id, passages]) => [
      id,
      passages.map(({ text, letter }) => (letter === undefined ? text : `LETTER ${text}`)),
    ]),
  );

const WHOLE = `LETTER ${LETTER.join(' ')}`;

it('a letter of three people is one passage of each, exactly as it stands there', () => {
  const comments = copies(3);
  const passages = passagesOf(comments);
  for (const { id, text } of comments) {
    const [only, ...others] = passages.get(id) ?? [];
    expect(others).toEqual([]);
    expect(text.slice(only?.start, only?.end)).toBe(only?.text);
  }
  expect(found(...comments)['copy 1']).toEqual([WHOLE]);
});

it('two people who send the same, and sentences that many write by themselves, are no campaign', () => {
  expect(found(...copies(2))['copy 0']).toEqual(LETTER);
  const polite = Array.from({ length: 5 }, (_, at) =>
    comment(`p${at}`, 'I support the plan.', 'Thank you all for asking us.'),
  );
  expect(
    Object.values(found(...polite))
      .flat()
      .join(),
  ).not.toContain('LETTER');
});

it('what somebody adds before, after or within is a passage of its own; the rest stays the letter', () => {
  const own = 'As a nurse I see what it does to people.';
  const all = found(
    ...copies(4),
    comment('before', own, ...LETTER),
    comment('after', ...LETTER, own),
    comment('within', ...LETTER.slice(0, 2), own, ...LETTER.slice(2)),
  );
  expect(all['before']).toEqual([own, WHOLE]);
  expect(all['after']).toEqual([WHOLE, own]);
  expect(all['within']).toEqual([`LETTER ${LETTER.slice(0, 2).join(' ')}`, own, `LETTER ${LETTER.slice(2).join(' ')}`]);
});

it('a word or two of somebody’s own in a sentence leave it in the letter', () => {
  const touched = [...LETTER.slice(0, 3), 'As a nurse I urge the council to refuse the application.'];
  expect(found(...copies(4), comment('touched', ...touched))['touched']).toEqual([`LETTER ${touched.join(' ')}`]);
});

it.each([
  'I urge the council to approve the application.',
  'I urge the council not to refuse the application.',
  'I urge the council to refuse the application if 20 houses are built.',
])('whoever turns one sentence round has not sent the letter: %s', (turned) => {
  const all = found(...copies(4), comment('other', ...LETTER.slice(0, 3), turned));
  expect(all['other']).toEqual([...LETTER.slice(0, 3), turned]);
  expect(all['copy 0']).toEqual([WHOLE]);
});

it('of a letter and one that has more of the same, the one that more people sent is told', () => {
  const more = [...LETTER, 'The wall there is listed.'];
  const all = found(...copies(5), ...['a', 'b', 'c'].map((id) => comment(id, ...more)));
  expect(all['a']).toEqual([WHOLE, 'The wall there is listed.']);
});

it('is the same in another order of the rows, and takes a file made against it in good time', () => {
  const comments = [...copies(4), comment('x', 'I write too.', ...LETTER)];
  expect(found(...comments.toReversed())).toEqual(found(...comments));
  const words = Array.from({ length: 60 }, (_, at) => `The word number ${at} of a long list stands here for nothing.`);
  const hostile = Array.from({ length: 600 }, (_, at) =>
    comment(`h${at}`, ...words.filter((_, place) => place === 0 || (at * 31 + place * 7) % 5 < 3)),
  );
  expect(Object.keys(found(...hostile))).toHaveLength(600);
});
