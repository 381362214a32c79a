/** What the page holds of a report, and what it leaves to the files beside it. */
import { renderReport } from '../../../../activities/report/render/html';
import { buildReport, type ReportParts } from '../../../../activities/report/render/report';
import { talkative } from '../../../report/sample';
import { hostileReport } from './hostile';
import { oneTopic, parts, whole } from './trees';

const render = (given: ReportParts): string => renderReport(buildReport(given), given.ledger);
const times = (page: string, text: string): number => page.split(text).length - 1;

describe('whole comments', () => {
  it('stand once, however many claims are parts of them, with all that is quoted marked', () => {
    const comment = { id: 'c1', text: 'First this. Then <that>. And more. Bye', speaker: 'Ana' };
    const topic = oneTopic([]);
    for (const text of ['First this.', 'Then <that>.', 'that>. And more.'])
      topic.subtopics[0]?.claims.push({
        ...whole(comment),
        id: text,
        start: comment.text.indexOf(text),
        end: comment.text.indexOf(text) + text.length,
        text,
        similar: [],
      });
    const page = render(parts({ topics: [topic], comments: [comment] }));
    const all = '<mark>First this.</mark> <mark>Then &lt;that&gt;. And more.</mark> Bye</p>';
    expect(times(page, all)).toBe(1);
    expect(times(page, 'Bye')).toBe(1);
    expect(times(page, 'class="whole"')).toBe(3);
  });

  it('stand once where a claim is all of one, as that claim', () => {
    const comments = [{ id: 'c1', text: 'Later buses, please.', speaker: 'Ana' }];
    const page = render(parts({ topics: [{ ...oneTopic(comments), description: 'Buses' }], comments }));
    expect(times(page, 'class="words">Later buses, please.<')).toBe(1);
    expect(page).not.toContain('id="comments"');
    expect(page).not.toContain('class="whole"');
  });

  it('of 10,000 comments of 230 characters with three claims each make less than 600 bytes a comment', () => {
    const given = talkative(10_000);
    expect(new Set(given.comments.map(({ text }) => text.length))).toEqual(new Set([230]));
    const page = render(given);
    expect(Buffer.byteLength(page) / 10_000).toBeLessThan(600);
    // No comment is missing: those of which no claim is listed stand among the whole ones, where a search finds them.
    expect(times(page, '<li id="k-')).toBe(10_000);
    expect(page).toMatch(/<li id="k-\w+" class="unlisted">/);
    const listed = page.match(/class="claim/g)?.length ?? 0;
    expect(listed).toBeLessThanOrEqual(4000);
    expect(page).toMatch(
      /<p class="count">\d+ more claims are in claims\.csv, and their comments under “Whole comments”\.<\/p>/,
    );
  });
});

it('lists everything of a report of up to 4,000 claims, and says how many similar ones there are beyond', () => {
  const comments = Array.from({ length: 4500 }, (_, i) => ({ id: `c${i}`, text: `Ban cars ${i}`, speaker: `${i}` }));
  const [first, ...others] = comments;
  if (!first) throw new Error('unreachable');
  const topic = (n: number): ReturnType<typeof oneTopic> => {
    const made = oneTopic([first]);
    made.subtopics[0]?.claims[0]?.similar.push(...others.slice(0, n - 1).map((c) => whole(c)));
    return made;
  };
  const all = render(parts({ topics: [topic(4000)], comments }));
  expect(times(all, 'id="c-')).toBe(4000);
  expect(all).not.toContain('claims.csv');
  const cut = render(parts({ topics: [topic(4500)], comments }));
  expect(times(cut, 'id="c-')).toBe(4000);
  expect(cut).toContain('500 more that say the same: claims.csv.');
  expect(cut).toContain('4,499 claims that say the same');
});

it('gives each of nine topics a colour of its own, and all after them a neutral one', () => {
  const comments = Array.from({ length: 12 }, (_, i) => ({ id: `c${i}`, text: `Comment ${i}`, speaker: 'Ana' }));
  const topics = comments.map((c, i) => ({ ...oneTopic([c]), id: `t${i}` }));
  const page = render(parts({ topics, comments }));
  const colours = [...page.matchAll(/<section class="topic (c-\w+)"/g)].map((m) => m[1]);
  expect(new Set(colours.slice(0, 9)).size).toBe(9);
  expect(colours.slice(9)).toEqual(['c-other', 'c-other', 'c-other']);
});

it('shows who stands where as a table only where half of it is filled', () => {
  const given = hostileReport('Buses');
  const [crux] = given.cruxes;
  if (!crux) throw new Error('unreachable');
  const statement = (agree: string[], disagree: string[]): typeof crux => ({ ...crux, agree, disagree });
  const table = (...cruxes: (typeof crux)[]): boolean => render({ ...given, cruxes }).includes('id="positions"');
  expect(table(statement(['Ana', 'Ben'], ['Cid']), statement(['Ana'], ['Cid']))).toBe(true);
  expect(table(statement(['Ana'], ['Ben']), statement(['Cid'], ['Dora']))).toBe(true);
  expect(table(statement(['Ana'], ['Ben']), statement(['Cid'], ['Dora']), statement(['Eve'], ['Fay']))).toBe(false);
});

it('begins with what was said on each topic, what several people said before what only describes it', () => {
  const comments = ['Mend the road.', 'Ban cars.', 'Ban cars!'].map((text, i) => ({
    id: `c${i}`,
    text,
    speaker: `${i}`,
  }));
  const [first, second, third] = comments;
  if (!first || !second || !third) throw new Error('unreachable');
  const point = (topic: ReturnType<typeof oneTopic>): string | undefined =>
    /<a class="point"[^>]*>(.*?)<\/a>/.exec(render(parts({ topics: [topic], comments })))?.[1];
  expect(point({ ...oneTopic([first, second]), description: 'Ban cars.' })).toBe('Ban cars.');
  expect(point({ ...oneTopic([first, second]), description: 'Roads' })).toBe('Mend the road.');
  const shared = { ...oneTopic([first, second]), description: 'Mend the road.' };
  shared.subtopics[0]?.claims[1]?.similar.push(whole(third));
  expect(point(shared)).toBe('Ban cars.');
});
