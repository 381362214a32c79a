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

const stemOf = (code: string): ((word: string) => string) => languageFor(code)?.stem ?? ((word) => word);

const SPEECH: ReadonlyMap<string, Speech> = new Map([
  ['ar', AR(stemOf('ar'))],
  ['de', DE(stemOf('de'))],
  ['en', EN],
  ['es', ES(stemOf('es'))],
  ['fr', FR(stemOf('fr'))],
  ['it', IT(stemOf('it'))],
  ['ja', JA],
  ['ko', KO],
  ['nl', NL(stemOf('nl'))],
  ['pl', PL],
  ['pt', PT(stemOf('pt'))],
  ['ru', RU(stemOf('ru'))],
  ['th', TH],
  ['tr', TR(stemOf('tr'))],
  ['zh', ZH],
]);

/** Of a language without a table, texts are compared as they are written, and nothing contradicts anything. */
const PLAIN = speech({ hinges: '', negations: '', doubts: '', nameless: '', supports: [], opposes: [] });

/** By the code of a language (`de`, `zh-Hant`). */
export function speechOf(code: string): Speech {
  return SPEECH.get(code.split('-')[0] ?? code) ?? PLAIN;
}
