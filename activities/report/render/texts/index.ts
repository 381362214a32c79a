import type { MaskWord } from '../../input';
import { DE } from './de';
import { EN } from './en';
import { ES } from './es';
import { FR } from './fr';
import { JA } from './ja';
import { fillPhrase, joinPhrases, type Phrase } from './phrase';
import type { ReasonName } from './reasons';
import type { CountName, FileWord, TextName, Words } from './words';

/** The languages that the page speaks, by their ISO 639-1 codes. */
export const WORDS = { en: EN, de: DE, fr: FR, es: ES, ja: JA } as const satisfies Readonly<Record<string, Words>>;
export type Language = keyof typeof WORDS;

type Values = Readonly<Record<string, string>>;
type PhraseValues = Readonly<Record<string, string | Phrase>>;

/** The page's own texts in one language, with numbers and dates as that language writes them. */
export interface Texts extends Pick<Words, 'reading' | 'ledgerColumns' | 'outcomes'> {
  readonly language: Language;
  /** @param values what stands in braces; without them the text as it is. */
  readonly text: (name: TextName, values?: Values) => string;
  /** The text in the plural of `n`, which stands for `{n}` in it. */
  readonly count: (name: CountName, n: number, values?: Values) => string;
  readonly reason: (name: ReasonName, values: Values) => string;
  /** What a file is, or what parts its columns; a name as it is. */
  readonly fileWord: (word: string) => string;
  /** The word of a mask. */
  readonly mask: (word: string) => string;
  /** As `text` and `count`, with somebody's words among the values marked in what comes out. */
  readonly say: (name: TextName, values: PhraseValues) => Phrase;
  readonly sayCount: (name: CountName, n: number, values: PhraseValues) => Phrase;
  readonly number: (n: number) => string;
  readonly percent: (share: number) => string;
  /** A, B and C. */
  readonly list: (items: readonly string[]) => string;
  readonly sayList: (items: readonly Phrase[]) => Phrase;
  /** As readers of this language call a language. */
  readonly languageName: (code: string) => string;
  /** The day, in UTC. */
  readonly date: (iso: string) => string;
}

const fill = (text: string, values: Values): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);

function make(language: Language): Texts {
  const { locale, texts, counts, reasons, file, masks, ...lists }: Words = WORDS[language];
  const plural = new Intl.PluralRules(locale);
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const names = new Intl.DisplayNames(locale, { type: 'language', fallback: 'code' });
  const template = (name: CountName, n: number): string => counts[name][plural.select(n)] ?? counts[name].other;
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  return {
    language,
    ...lists,
    text: (name, values = {}) => fill(texts[name], values),
    count: (name, n, values = {}) => fill(template(name, n), { n: number.format(n), ...values }),
    reason: (name, values) => fill(reasons[name], values),
    fileWord: (word) => (Object.hasOwn(file, word) ? file[word as FileWord] : word),
    mask: (word) => masks[word as MaskWord],
    say: (name, values) => fillPhrase(texts[name], values),
    sayCount: (name, n, values) => fillPhrase(template(name, n), { n: number.format(n), ...values }),
    number: (n) => number.format(n),
    percent: (share) => percent.format(share),
    list: (items) => list.format(items),
    sayList: (items) => {
      const left = [...items];
      // What is listed stands in for itself: a list of names may hold anything, a comma too.
      return joinPhrases(
        list
          .formatToParts(items.map(({ text }) => text))
          .map(({ type, value }) => (type === 'element' && left.shift()) || value),
      );
    },
    languageName: (code) => names.of(code) ?? code,
    date: (iso) => date.format(new Date(iso)),
  };
}

const made = new Map<Language, Texts>();

const speaks = (language: string): language is Language => Object.hasOwn(WORDS, language);

/** @param language a code as `de` or `de-AT`; English where it is another one, or none is given. */
export function textsFor(language: string | undefined): Texts {
  const [base = ''] = (language ?? '').toLowerCase().split('-');
  const spoken = speaks(base) ? base : 'en';
  const texts = made.get(spoken) ?? make(spoken);
  made.set(spoken, texts);
  return texts;
}
