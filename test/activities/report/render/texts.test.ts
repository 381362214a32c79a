import { renderReport } from '../../../../activities/report/render/html';
import { buildReport } from '../../../../activities/report/render/report';
import { textsFor, WORDS, type Language } from '../../../../activities/report/render/texts';
import type { CountName, Plural, TextName, Words } from '../../../../activities/report/render/texts/words';
import { hostileReport } from './hostile';
import { oneTopic, parts } from './trees';

const languages = Object.entries(WORDS) as [Language, Words][];
const translations = languages.filter(([language]) => language !== 'en');
const placeholders = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).toSorted();
/** One may be said without its number. */
const withNumber = (text: string): string[] => [...new Set(['{n}', ...placeholders(text)])].toSorted();
const names = Object.keys(WORDS.en.texts) as TextName[];
const counts = Object.keys(WORDS.en.counts) as CountName[];
const forms = (plural: Plural): string[] => Object.values(plural);

describe('the texts of the page', () => {
  it.each(languages)(
    'have in %s a form for every plural of small numbers, which all name the same things',
    (_, words) => {
      const plural = new Intl.PluralRules(words.locale);
      const needed = new Set(Array.from({ length: 200 }, (__, n) => plural.select(n)));
      for (const name of counts) {
        expect([name, Object.keys(words.counts[name]).toSorted()]).toEqual([name, [...needed].toSorted()]);
        for (const form of forms(words.counts[name]))
          expect([name, withNumber(form)]).toEqual([name, withNumber(WORDS.en.counts[name].other)]);
      }
    },
  );

  it.each(translations)('name in %s what they name in English, and are no English', (_, words) => {
    for (const name of names)
      expect([name, placeholders(words.texts[name])]).toEqual([name, placeholders(WORDS.en.texts[name])]);
    const same = names.filter((name) => words.texts[name] === WORDS.en.texts[name]);
    expect(same.filter((name) => name !== 'person' && name !== 'sayOf')).toEqual([]);
    expect(words.reading).toHaveLength(WORDS.en.reading.length);
    expect(words.ledgerColumns).not.toEqual(WORDS.en.ledgerColumns);
  });

  it.each([
    ['en', 1, '1 person', '12,345 people', '27 November 2026', '48%'],
    ['de', 1, '1 Person', '12.345 Personen', '27. November 2026', '48 %'],
    ['fr', 0, '0 personne', '12\u202f345 personnes', '27 novembre 2026', '48 %'],
    ['es', 1, '1 persona', '12.345 personas', '27 de noviembre de 2026', '48 %'],
    ['ja', 1, '1人', '12,345人', '2026年11月27日', '48%'],
  ])('write in %s plurals, numbers, days and shares as that language does', (language, few, one, many, day, share) => {
    const texts = textsFor(language);
    expect([texts.count('people', few), texts.count('people', 12_345)]).toEqual([one, many]);
    expect(texts.date('2026-11-27T23:30:00.000Z')).toBe(day);
    expect(texts.percent(0.481).replace(/\s+/, ' ')).toBe(share);
  });

  it.each([
    ['de-AT', 'de'],
    ['EN', 'en'],
    ['mi', 'en'],
    ['__proto__', 'en'],
    [undefined, 'en'],
  ])('of %s are those of %s', (language, spoken) => {
    expect(textsFor(language).language).toBe(spoken);
  });
});

/** All that the page can say: a statement by words, a skipped and a failed input, more claims than are shown. */
const everything = (language: Language): string => {
  const comments = Array.from({ length: 12 }, (_, i) => ({ id: `${i}`, text: `0 ${i}. 1`, speaker: `${i}` }));
  const topic = oneTopic([], '2');
  topic.subtopics[0]?.claims.push(
    ...oneTopic(comments).subtopics.flatMap(({ claims }) =>
      claims.map((c) => ({ ...c, end: 4, text: c.text.slice(0, 4) })),
    ),
  );
  const [crux] = hostileReport('3').cruxes;
  if (!crux) throw new Error('unreachable');
  const ledger = [
    { input: '4', outcome: 'failed' as const, reason: '5' },
    { input: '6', outcome: 'skipped' as const },
    ...comments.map(({ id }) => ({ input: id, outcome: 'ok' as const, reason: '7' })),
  ];
  const own = {
    title: '8',
    description: '',
    topics: [topic],
    cruxes: [crux, { ...crux, agree: [] }],
    comments,
    ledger,
  };
  const given = parts({ ...own, analyser: '9', language });
  return renderReport(buildReport(given), given.ledger);
};

/** What people read or hear of it: without tags, style and script, with what attributes say. */
function words(page: string): string[] {
  const body = page.slice(page.indexOf('<body>'), page.lastIndexOf('<script>'));
  const said = [...body.matchAll(/(?:aria-label|placeholder|data-found|data-none)="([^"]*)"/g)].map((m) => m[1]);
  return [...body.replace(/<[^>]*>/g, '\n').split('\n'), ...said]
    .flatMap((text) => (text === undefined || !/\p{L}{3}/u.test(text) ? [] : text.trim()))
    .filter((text) => !['Topic', 'Subtopic', 'All about it', 'A part of it', 'Person'].includes(text));
}

it.each(translations)('a page in %s says nothing in English but what the report holds', (language) => {
  const english = new Set(words(everything('en')));
  const page = everything(language);
  expect(words(page).length).toBeGreaterThan(30);
  expect(words(page).filter((text) => english.has(text))).toEqual([]);
  expect(page).toContain(`<html lang="${language}">`);
  expect(page).toContain('<td lang="en" dir="auto">5</td>');
});

it('a page says in which language a text is, where that is not its own, and which of them stand on the right', () => {
  const comments = [
    { id: '1', text: 'Später fahren', speaker: 'Ana', lang: 'de' },
    { id: '2', text: 'Uber سيء جدا في هذه المدينة', speaker: 'Ben', lang: 'ar' },
    { id: '3', text: 'Uber is called אובר here', speaker: 'Cid', lang: 'en' },
    { id: '4', text: 'Later', speaker: 'Dora', lang: 'x" onclick="' },
  ];
  const given = parts({ topics: [oneTopic(comments)], comments, language: 'en' });
  const page = renderReport(buildReport(given), given.ledger);
  const tags = [...page.matchAll(/<p class="words"[^>]*>/g)].map(([tag]) => tag);
  expect(tags).toEqual([
    '<p class="words" lang="de">',
    '<p class="words" lang="ar" dir="rtl">',
    '<p class="words">',
    '<p class="words">',
  ]);
});
