/** What the built-in analyser reads, comment by comment; what it cannot read is set aside with a reason. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findLanguages } from '../../../../activities/report/builtin/language';
import { readable } from '../../../../activities/report/builtin/readable';
import type { Comment } from '../../../../activities/report/model';

const ENGLISH = 'The city should build safer bicycle lanes and plant more trees along the main streets.';
const GERMAN = 'Die Stadt sollte sichere Radwege bauen und mehr Bäume entlang der Hauptstraßen pflanzen lassen.';

const file = (...texts: readonly string[]): Comment[] =>
  texts.map((text, at) => ({ id: `c${at}`, text, speaker: 'Ann' }));
const times = (count: number, text: string): string[] => Array.from({ length: count }, () => text);
const read = (comments: readonly Comment[]) => readable(comments, findLanguages(comments));
const faultOf = (comments: readonly Comment[]): unknown => {
  try {
    return read(comments);
  } catch (error) {
    return error;
  }
};
const reasonFor = (text: string): string | undefined => read(file(ENGLISH, text)).setAside[0]?.reason;

describe('a comment is set aside', () => {
  it.each([
    ['Η πόλη χρειάζεται περισσότερα δέντρα.', 'Greek'],
    ['העיר צריכה עוד עצים בפארק', 'Hebrew'],
    ['Місто повинно садити більше дерев у парку', 'Ukrainian'],
    ['شهر باید درختان بیشتری بکارد', 'Persian'],
    ['Byen bør plante flere træer i parken.', 'Danish'],
  ])('%s, as it looks like %s', (text, language) => {
    expect(reasonFor(text)).toBe(`language: looks like ${language}`);
  });

  it.each([
    'Me whakatō rākau te kaunihera ki te papa rēhia.',
    "Dylai'r ddinas blannu mwy o goed yn y parc.",
    'Jiji linapaswa kupanda miti zaidi kwenye bustani.',
  ])('%s, whatever it looks like', (text) => {
    expect(reasonFor(text)).toMatch(/^language: looks like /);
  });
});

const SIXTEEN = JSON.parse(readFileSync(join(__dirname, 'encoder', 'texts.json'), 'utf8')) as Record<string, string[]>;
const tags: Readonly<Record<string, string>> = { 'zh-tw': 'zh-Hant' };

describe('a comment has its language', () => {
  it.each(Object.entries(SIXTEEN).filter(([code]) => code !== 'any'))('%s', (code, texts) => {
    const told = read(file(...texts)).comments.map(({ lang }) => lang);
    const expected = tags[code] ?? code;
    // What is written with the same characters in both ways of writing Chinese cannot be told.
    const right = told.filter((lang) => lang === expected || (expected === 'zh-Hant' && lang === 'zh'));
    expect(right).toHaveLength(texts.length);
  });

  it('in a mixed file each its own, and what is not sure that of most of the file', () => {
    const { comments, setAside } = read(
      file(
        ENGLISH,
        GERMAN,
        '公園裡請多種一些樹。',
        'Umstieg besser fördern und Steuern senken lassen',
        GERMAN,
        GERMAN,
        'Radwege!',
      ),
    );
    expect(setAside).toEqual([]);
    expect(comments.map(({ lang }) => lang)).toEqual(['en', 'de', 'zh-Hant', 'de', 'de', 'de', 'de']);
  });

  it.each(['No comment', 'I hope so!', 'no statement', 'So confused.'])('%s is English', (text) => {
    expect(read(file(text)).comments[0]?.lang).toBe('en');
  });
});

describe('a comment is read', () => {
  it.each([
    'Yes!',
    'More buses',
    'OK',
    'N/A',
    'He is an incompetent, corrupt, despicable P.O.S..',
    'no',
    'MAGA!',
    'Scottsville Rd',
    'dont cut the libary hours',
    'Plz fix teh roads',
    'BUSES ARE LATE!!',
    'Whānau need warm housing in Ōtaki.',
    'Kāinga Ora should build more homes in Ōtaki.',
    'Make BG a premium “day-destination” for Murpheesboro-Nashville-Franklin-Louisville residents',
    'The\u00a0café on\u00a0Königstraße is\u00a0closed on\u00a0Mondays',
    'It’s a shame they’ve closed it, isn’t it?',
    'https://example.org/plan/7?ref=consult',
    '1234567890',
    '👍👍',
    '[EMAIL] [PHONE]',
    '__proto__ constructor',
  ])('%s', (text) => {
    expect(reasonFor(text)).toBeUndefined();
  });
});

describe('a file', () => {
  const GREEK = 'Η πόλη χρειάζεται περισσότερα δέντρα.';

  it('of which only a part can be read is read for that part, in its order, with a reason for each of the others', () => {
    const comments = file(...times(3, GREEK), ENGLISH, GREEK, 'More buses please, thank you.');
    const { comments: kept, setAside } = read(comments);
    expect(kept.map(({ id }) => id)).toEqual(['c3', 'c5']);
    expect(setAside.map(({ input }) => input)).toEqual(['c0', 'c1', 'c2', 'c4']);
    expect(new Set(setAside.map(({ outcome }) => outcome))).toEqual(new Set(['skipped']));
  });

  it('of mostly one language takes with it what is too short to tell', () => {
    const { setAside } = read(file(...times(4, GREEK), 'Radwege!', ENGLISH, ENGLISH));
    expect(setAside.at(-1)).toEqual({
      input: 'c4',
      outcome: 'skipped',
      reason: 'language: too little to tell, in a file that is mostly Greek',
    });
    expect(read(file(...times(4, ENGLISH), 'Radwege!')).setAside).toEqual([]);
  });

  it('of English is English though it holds no-break spaces and curly quotes', () => {
    const comments = file(...times(20, ENGLISH.replaceAll(' ', '\u00a0').replace('The', '“The”')));
    expect(read(comments)).toEqual({ comments: comments.map((one) => ({ ...one, lang: 'en' })), setAside: [] });
  });

  it.each([
    ['in a language that is not read', file(...times(12, GREEK)), 'they look like: Greek 12'],
    [
      'with nearly nothing in one that is',
      file(...times(11, GREEK), 'העיר צריכה עוד עצים בפארק', 'Radwege!', ENGLISH),
      'they look like: Greek 11, too little to tell 1, Hebrew 1',
    ],
  ])('%s is refused, saying what was found', (_, comments, why) => {
    expect(faultOf(comments)).toMatchObject({ code: 'LANGUAGE_NOT_READ', why });
  });

  it('without a word in it is not refused for its language', () => {
    expect(read(file('123', '…', '😀')).setAside).toEqual([]);
    expect(read([])).toEqual({ comments: [], setAside: [] });
  });
});
