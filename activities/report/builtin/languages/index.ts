import { stemmer as arabic } from '@orama/stemmers/arabic';
import { stemmer as dutch } from '@orama/stemmers/dutch';
import { stemmer as french } from '@orama/stemmers/french';
import { stemmer as german } from '@orama/stemmers/german';
import { stemmer as italian } from '@orama/stemmers/italian';
import { stemmer as portuguese } from '@orama/stemmers/portuguese';
import { stemmer as russian } from '@orama/stemmers/russian';
import { stemmer as spanish } from '@orama/stemmers/spanish';
import { stemmer as turkish } from '@orama/stemmers/turkish';
import { ara, deu, eng, fra, ita, jpn, kor, nld, pol, por, rus, spa, tha, tur, zho } from 'stopword';

/** What is known of a language that the encoder knows. */
export interface Language {
  /** Words that say nothing by themselves, in small letters. */
  readonly stop: ReadonlySet<string>;
  /** What the forms of one word have in common. */
  readonly stem: (word: string) => string;
  /** Whether it is written with spaces between words. */
  readonly spaced: boolean;
}

const same = (word: string): string => word;
/** Endings that tell the part of a Korean word in its sentence. */
const KOREAN_ENDING = /(?:에서|으로|에게|까지|부터|은|는|이|가|을|를|에|의|도|로|와|과)$/u;
const korean = (word: string): string => (word.length > 2 ? word.replace(KOREAN_ENDING, '') : word);

function language(stop: readonly string[], stem = same, spaced = true): Language {
  return { stop: new Set(stop.map((word) => word.toLowerCase())), stem, spaced };
}

const LANGUAGES: ReadonlyMap<string, Language> = new Map([
  ['ar', language(ara, arabic)],
  ['de', language(deu, german)],
  ['en', language(eng)],
  ['es', language(spa, spanish)],
  ['fr', language(fra, french)],
  ['it', language(ita, italian)],
  ['ja', language(jpn, same, false)],
  ['ko', language(kor, korean)],
  ['nl', language(nld, dutch)],
  ['pl', language(pol)],
  ['pt', language(por, portuguese)],
  ['ru', language(rus, russian)],
  ['th', language(tha, same, false)],
  ['tr', language(tur, turkish)],
  ['zh', language(zho, same, false)],
]);

/** By its code (`de`, `zh-Hant`); undefined for one that the encoder does not know. */
export function languageFor(code: string): Language | undefined {
  return LANGUAGES.get(code.split('-')[0] ?? code);
}

export const ENGLISH = 'en';

const segmenters = new Map<string, Intl.Segmenter>();

/** Cuts texts of a language into words or sentences by the rules of Unicode. */
export function segmenterOf(code: string, granularity: 'word' | 'sentence'): Intl.Segmenter {
  const key = `${code} ${granularity}`;
  const segmenter = segmenters.get(key) ?? new Intl.Segmenter(code, { granularity });
  segmenters.set(key, segmenter);
  return segmenter;
}
