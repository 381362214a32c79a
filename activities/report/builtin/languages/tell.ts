import { detect } from '../../tinyld';
import { isEnglishWord } from '../wink';
import { ENGLISH, languageFor } from '.';

/**
 * A text is English where so many of its words are in the English lexicon. Measured: of 5,120 English rows 98 % lie at 0.7 or above (the
 * others are names, other languages and test rows), of 2,174 German ones 99.6 % below 0.6 (the others are mostly English).
 */
const ENGLISH_SHARE = 0.6;
/** Otherwise so many unknown words make it another language; names alone ("Scottsville Rd") are not enough. */
const FOREIGN_WORDS = 3;
/** A text of a language holds so many of its commonest words; of fewer, what looks like it may be its neighbour. */
const STOP_SHARE = 0.15;
/** So many tell the language by themselves, whatever the letters look like. */
const SURE_SHARE = 0.35;
/** In a text of so many words, before English is thought of. */
const LONG = 5;
/** What can be told can be told by so much, in 0.6 ms at most. */
const MAX_CHARACTERS = 120;

/** Scripts that tell the language by themselves, in the order in which they decide: Japanese is written in Han too. */
const SCRIPTS: readonly (readonly [RegExp, string])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 'ja'],
  [/\p{Script=Hangul}/u, 'ko'],
  [/\p{Script=Han}/u, 'zh'],
  [/\p{Script=Greek}/u, 'el'],
  [/\p{Script=Hebrew}/u, 'he'],
  [/\p{Script=Thai}/u, 'th'],
];
/** Frequent characters that are written so in traditional Chinese only. */
const TRADITIONAL = /[這個們為來會說對學國開關時長電車線邊們樹園門問題應該實現發過還沒點]/u;
/** Letters that hardly another language of the known ones has. */
const OWN_LETTERS: Readonly<Record<string, RegExp>> = {
  de: /ß/,
  es: /[ñ¿¡]/,
  pl: /[ąęłśźż]/,
  pt: /[ãõ]/,
  tr: /[ğış]/,
};
const LATIN = ['de', 'es', 'fr', 'it', 'nl', 'pl', 'pt', 'tr'];

/** Of which it cannot be said what language it is in. */
export const UNTOLD = '';
/** Which is in some language, but in which cannot be said. */
export const OTHER = 'und';

/** The language of a text, whether it can be read or not. */
export interface Told {
  /** Its code; `UNTOLD` where there is too little of it, `OTHER` where nothing is sure. */
  readonly code: string;
  /** What it looks like where nothing is sure: right in a file that is mostly of that language. */
  readonly guess?: string;
}

export function tell(text: string): Told {
  const letters = text.match(/\p{L}/gu) ?? [];
  const foreign = letters.filter((letter) => !/\p{Script=Latin}/u.test(letter));
  // Three Latin letters say as much as one of most other scripts.
  if (foreign.length * 3 > letters.length) return { code: byScript(text, foreign.join('')) };
  const words = wordsOf(text);
  const unknown = words.filter((word) => !isKnown(word)).length;
  const [best, share] = commonest(words);
  const sure = words.length > 1 && share >= SURE_SHARE && share > 2 * shareOf(words, ENGLISH);
  // "Nous n'avons plus besoin" is nearly English by its words, and "No comment" half Spanish.
  if (sure && words.length >= LONG) return { code: best };
  if (words.length > 0 && 1 - unknown / words.length >= ENGLISH_SHARE) return { code: ENGLISH };
  if (sure) return { code: best };
  if (unknown < FOREIGN_WORDS) return { code: UNTOLD };
  const code = detect(text.slice(0, MAX_CHARACTERS));
  if (code === ENGLISH) return { code: UNTOLD };
  if (code === '' || languageFor(code) === undefined) return { code: code || OTHER };
  const confirmed = shareOf(words, code) >= STOP_SHARE || OWN_LETTERS[code]?.test(text.toLowerCase()) === true;
  return confirmed ? { code } : { code: OTHER, guess: code };
}

function byScript(text: string, letters: string): string {
  const known = SCRIPTS.find(([script]) => script.test(letters))?.[1];
  if (known === 'zh') return TRADITIONAL.test(letters) ? 'zh-Hant' : 'zh';
  if (known !== undefined) return known;
  const code = detect(text.slice(0, MAX_CHARACTERS));
  return code === '' || code === ENGLISH ? OTHER : code;
}

/** Of the languages in Latin letters, the one of which the text has most of its words that say nothing, and their share. */
function commonest(words: readonly string[]): [string, number] {
  const shares = LATIN.map((code): [string, number] => [code, shareOf(words, code)]);
  return shares.reduce((best, one) => (one[1] > best[1] ? one : best), [UNTOLD, 0]);
}

function shareOf(words: readonly string[], code: string): number {
  const stop = languageFor(code)?.stop;
  return words.length === 0 || stop === undefined ? 0 : words.filter((word) => stop.has(word)).length / words.length;
}

function wordsOf(text: string): string[] {
  const plain = text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[’‘]/g, "'")
    .replace(/\S*(?:\/\/|@)\S*|\[(?:email|phone|ssn|card|iban|ni|nhs|postcode)\]/g, ' ');
  // Single letters are initials more often than words.
  return plain.match(/[\p{L}\p{M}]{2,}(?:'\p{L}+)?/gu) ?? [];
}

/** With its contraction or plural taken off: the lexicon holds base forms. */
function isKnown(word: string): boolean {
  const base = word.replace(/(?:n't|'\p{L}*)$/u, '');
  return isEnglishWord(word) || isEnglishWord(base) || (base.endsWith('s') && isEnglishWord(base.slice(0, -1)));
}
