/** A page speaks one language: each of its words is of the table of that language, of the file, or the name of a thing. */
import { SCRIPT } from '../../../../activities/report/render/script';
import { textsFor, WORDS, type Language } from '../../../../activities/report/render/texts';
import type { Words } from '../../../../activities/report/render/texts/words';
import { analyserOfWords } from '../builtin/wordVectors';
import { reportFrom } from '../fromFile';
import { everyPart } from './everyPart';
import { FILES } from './towns';

const languages = Object.keys(WORDS) as Language[];
const WORD = /[\p{L}\p{M}]{2,}/gu;
const LATIN = /[\p{Script=Latin}\p{M}]{2,}/gu;

/** What things are called everywhere. */
const NAMES =
  'CSV JSON UTF Windows Shift JIS Mac Roman report claims csv json html pipeline worker Universal Sentence Encoder multilingual ' +
  'fast universal sentence encoder sha Polis compdemocracy org CC BY Audit ID';

/** Texts, and values of attributes that are shown or read out. What cannot be seen or heard is no text. */
function saidBy(page: string): string[] {
  const plain = page
    .replace(/<style>.*?<\/style>|<script>.*?<\/script>|<code>.*?<\/code>/gs, ' ')
    .replace(/<time datetime="[^"]*">/g, ' ');
  const attributes = [
    ...plain.matchAll(/\s(?:aria-label|title|placeholder|alt|label|data-found|data-none)="([^"]*)"/g),
  ];
  return [...plain.replace(/<[^>]*>/g, '\n').split('\n'), ...attributes.map(([, text = '']) => text)].map((text) =>
    text.replace(/&#?\w+;|\b[0-9a-f]{12}\b/g, ' ').replace(/\{\w+\}/g, ' '),
  );
}

const wordsIn = (text: string, word = WORD): string[] => text.toLowerCase().match(word) ?? [];

function* textsOf(table: unknown): Generator<string> {
  if (typeof table === 'string') yield table.replace(/\{\w+\}/g, ' ');
  else if (typeof table === 'object' && table !== null) for (const part of Object.values(table)) yield* textsOf(part);
}

/** Days and languages are told by the platform. */
function fromPlatform(language: Language): string[] {
  const texts = textsFor(language);
  const days = Array.from({ length: 12 }, (_, month) => texts.date(new Date(Date.UTC(2026, month, 1)).toISOString()));
  return [
    ...days,
    texts.list(['1', '2', '3']),
    ...['ar', 'de', 'en', 'es', 'fr', 'ja', 'sw', 'zh'].map(texts.languageName),
  ];
}

function foreign(page: string, language: Language, ofFile: string): string[] {
  // Japanese has no spaces: of its own words none can be told from what stands beside it.
  const word = language === 'ja' ? LATIN : WORD;
  const { locale: _, ...table }: Words = WORDS[language];
  const known = new Set(
    [...textsOf(table), ...fromPlatform(language), NAMES, ofFile].flatMap((text) => wordsIn(text, word)),
  );
  return saidBy(page).flatMap((text) => (wordsIn(text, word).some((one) => !known.has(one)) ? [text.trim()] : []));
}

it.each(languages)(
  'a page with all its parts says in %s what the table of that language says, and names',
  (language) => {
    const pages = everyPart(language);
    for (const page of pages) expect(foreign(page, language, '')).toEqual([]);
    for (const page of pages) expect(page).toContain(`<html lang="${language}">`);
  },
);

it.each(languages)('what is said in %s is found in a page of another language', (language) => {
  const [page = ''] = everyPart(language);
  const other = language === 'en' ? 'de' : 'en';
  expect(foreign(page, other, '').length).toBeGreaterThan(100);
});

it.each(Object.keys(FILES) as (keyof typeof FILES)[])(
  'a report of a file in %s says nothing in another language',
  async (language) => {
    const file = FILES[language];
    const { files, ledger } = await reportFrom(analyserOfWords(), file);
    expect(files.page).toContain(`<html lang="${language}">`);
    expect(ledger.filter(({ outcome }) => outcome === 'skipped').length).toBeGreaterThan(3);
    expect(foreign(files.page, language, file)).toEqual([]);
  },
);

it('what was masked in a comment is told in the language of the page, marked with it, and in report.json as it is', async () => {
  const { files } = await reportFrom(analyserOfWords(), FILES.de);
  expect(files.page).toContain('Rufen Sie mich an: <bdi lang="de">[TELEFON]</bdi>');
  expect(files.report).toContain('Rufen Sie mich an: [PHONE]');
  expect(files.report).not.toContain('TELEFON');
});

it('the script of a page says nothing by itself', () => {
  const strings = [...SCRIPT.matchAll(/(['"`])((?:(?!\1).)*)\1/g)].map(([, , text = '']) => text);
  expect(strings.length).toBeGreaterThan(50);
  // A selector, an event or a property has no two words side by side that begin and end as a sentence does.
  expect(strings.filter((text) => /^\p{Lu}\p{Ll}+ \p{L}+|^[^#.].*\p{L}[.!?…]$/u.test(text))).toEqual([]);
});
