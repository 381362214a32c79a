import { languageFor } from '..';
import { AR } from './ar';
import { DE } from './de';
import { EN } from './en';
import { ES } from './es';
import { FR } from './fr';
import { IT } from './it';
import { JA } from './ja';
import { KO } from './ko';
import { NL } from './nl';
import { PL } from './pl';
import { PT } from './pt';
import { RU } from './ru';
import { speech, type Speech } from './speech';
import { TH } from './th';
import { TR } from './tr';
import { ZH } from './zh';

export type { Speech } from './speech';

const TABLES = {
  ar: AR,
  de: DE,
  en: EN,
  es: ES,
  fr: FR,
  it: IT,
  ja: JA,
  ko: KO,
  nl: NL,
  pl: PL,
  pt: PT,
  ru: RU,
  th: TH,
  tr: TR,
  zh: ZH,
};

const SPEECH: ReadonlyMap<string, Speech> = new Map(
  Object.entries(TABLES).map(([code, table]) => [code, speech({ stem: languageFor(code)?.stem, ...table })]),
);

/** Of a language without a table, texts are compared as they are written, and nothing contradicts anything. */
const PLAIN = speech({ hinges: '', negations: '', doubts: '', nameless: '', supports: [], opposes: [] });

/** By the code of a language (`de`, `zh-Hant`). */
export function speechOf(code: string): Speech {
  return SPEECH.get(code.split('-')[0] ?? code) ?? PLAIN;
}
