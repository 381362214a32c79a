/** What the built-in analyser reads, comment by comment; what it cannot read is set aside with a reason. */
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
    ['水車通りの新しいバスレーンのおかげで通勤時間が十分短くなりました。', 'Japanese'],
    ['公園裡請多種一些樹，不要再蓋停車場了。', 'Chinese'],
    ['버스가 너무 일찍 끊겨요.', 'Korean'],
    ['Автобусы перестают ходить слишком рано вечером, нужен ночной автобус.', 'Russian'],
    ['يجب على المدينة زراعة المزيد من الأشجار في الحديقة', 'Arabic'],
    ['Η πόλη χρειάζεται περισσότερα δέντρα.', 'Greek'],
    ['העיר צריכה עוד עצים בפארק', 'Hebrew'],
    ['เมืองควรปลูกต้นไม้มากขึ้น', 'Thai'],
    [GERMAN, 'German'],
    ['Il faudrait planter davantage d’arbres dans le parc au lieu d’un parking.', 'French'],
    ['Hay que plantar más árboles en el parque en lugar de otro aparcamiento.', 'Spanish'],
    ['De stad moet meer bomen planten in het park en minder auto’s toelaten.', 'Dutch'],
    ['Miasto powinno sadzić więcej drzew w parku zamiast parkingu.', 'Polish'],
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
  it('of which English is only a part is read for that part, in its order, with a reason for each of the others', () => {
    const comments = file(
      ...times(3, GERMAN),
      ENGLISH,
      ...times(2, '公園裡請多種一些樹。'),
      'More buses please, thank you.',
    );
    const { comments: kept, setAside } = read(comments);
    expect(kept.map(({ id }) => id)).toEqual(['c3', 'c6']);
    expect(setAside.map(({ input }) => input)).toEqual(['c0', 'c1', 'c2', 'c4', 'c5']);
    expect(new Set(setAside.map(({ outcome }) => outcome))).toEqual(new Set(['skipped']));
  });

  it('of mostly one language takes with it what is too short to tell', () => {
    const { setAside } = read(file(...times(4, GERMAN), 'Radwege!', ENGLISH, ENGLISH));
    expect(setAside.at(-1)).toEqual({
      input: 'c4',
      outcome: 'skipped',
      reason: 'language: too little to tell, in a file that is mostly German',
    });
    expect(read(file(...times(4, ENGLISH), 'Radwege!')).setAside).toEqual([]);
  });

  it('of English stays whole though it holds no-break spaces and curly quotes', () => {
    const comments = file(...times(20, ENGLISH.replaceAll(' ', '\u00a0').replace('The', '“The”')));
    expect(read(comments)).toEqual({ comments, setAside: [] });
  });

  it.each([
    ['in another language', file(...times(12, GERMAN)), 'they look like: German 12;'],
    [
      'with nearly nothing in English',
      file(...times(11, GERMAN), '公園裡請多種一些樹。', 'Radwege!', ENGLISH),
      'they look like: German 11, too little to tell 1, Chinese 1;',
    ],
    [
      'of six comments',
      file(...times(6, '図書館は働く人のために夜七時まで開けてほしいです。')),
      'they look like: Japanese 6;',
    ],
  ])('%s is refused, saying what was found', (_, comments, why) => {
    expect(faultOf(comments)).toMatchObject({ code: 'NOT_ENGLISH', why: expect.stringContaining(why) as string });
  });

  it('without a word in it is not refused for its language', () => {
    expect(read(file('123', '…', '😀')).setAside).toEqual([]);
    expect(read([])).toEqual({ comments: [], setAside: [] });
  });
});
