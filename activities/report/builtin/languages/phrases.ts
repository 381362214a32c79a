import { withoutNames } from '../../input';
import { type Language, languageFor, segmenterOf } from '.';
import { adjectiveForm, isGermanNoun, isInflected } from './german';
import { sentencesIn } from './sentences';
import type { Term, Terms } from './term';

const WORD = /^[\p{L}\p{M}][\p{L}\p{M}\p{N}'’-]*$/u;
/** In Japanese, words in this script alone join others. */
const HIRAGANA = /^[\p{Script=Hiragana}ー]+$/u;
/** What is written before a word with an apostrophe: "l'eau". */
const ELIDED = /^\p{L}{1,4}['’](?=\p{L})/u;
const GERMAN = 'de';

/** What may stand between two words of one name ("transports en commun"). Elsewhere two words that other words part are none. */
const LINKS: Readonly<Record<string, RegExp>> = {
  de: /^ (?:und|der|des|von|für) $/,
  es: /^ (?:de|del|de la|de los|de las|y|e|en) $/,
  fr: /^ (?:de |du |des |d['’]|de la |de l['’]|et |en |à )$/,
  it: /^ (?:di |del |dei |della |delle |dell['’]|d['’]|e |a )$/,
  ja: /^の$/,
  nl: /^ (?:en|van|van de|van het|voor) $/,
  pl: /^ i $/,
  pt: /^ (?:de|do|da|dos|das|e) $/,
  ru: /^ и $/,
  tr: /^ ve $/,
  zh: /^的$/,
};

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Of German, whether it is a noun: it begins with a capital though no sentence does. Elsewhere any word may be one. */
  readonly noun: boolean;
  /** A name of its own, as far as a capital tells. */
  readonly proper: boolean;
}

/**
 * What a text in a language without a tagger talks of: words that say something, and two of them that stand together, with nothing but a
 * link between them. By what all forms of the words have in common: the words as they stand there, or nothing where that form is no name
 * ("des Stromes").
 */
export function phrasesOf(text: string, code: string): Terms {
  const phrases = new Map<string, Term>();
  const language = languageFor(code);
  if (language === undefined) return phrases;
  const short = code.split('-')[0] ?? code;
  const link = LINKS[short];
  const plain = withoutNames(text);
  const key = ({ text: word }: Word): string => language.stem(word.toLowerCase());
  const add = (name: string, written: string, proper: boolean): void => {
    const known = phrases.get(name);
    if (known === undefined || known.written === '') phrases.set(name, { written, proper });
  };
  for (const { start, end } of sentencesIn(plain, code)) {
    const sentence = plain.slice(start, end);
    const words = wordsOf(sentence, code, language);
    for (const [at, word] of words.entries()) {
      const before = words[at - 1];
      const lead = before === undefined ? '' : sentence.slice(before.end, word.start);
      const inflected = short === GERMAN && isInflected(sentence.slice(0, word.start), word.text);
      if (word.noun) add(key(word), inflected ? '' : nameOf(sentence, word, word, language), word.proper);
      if (before === undefined || !word.noun) continue;
      const beside = lead === (language.spaced ? ' ' : '');
      if (!beside && !(link?.test(lead.toLowerCase()) === true && before.noun)) continue;
      const form = nameOf(sentence, before, word, language);
      const fit = before.noun ? form : adjectiveForm(before.text, word.text) && form;
      if (fit !== undefined) add(`${key(before)} ${key(word)}`, inflected ? '' : fit, before.proper && word.proper);
    }
  }
  return phrases;
}

/** The words that say something, in order. */
function wordsOf(sentence: string, code: string, language: Language): Word[] {
  const words: Word[] = [];
  let first = true;
  for (const { text, start } of segmentsOf(sentence, code)) {
    const beginning = first;
    first = false;
    const small = text.toLowerCase();
    const short = text.length < (language.spaced ? 3 : 2) || HIRAGANA.test(text);
    if (short || !WORD.test(text) || language.stop.has(small)) continue;
    const capital = small !== text;
    const german = code === GERMAN;
    const noun = !german || isGermanNoun(text, beginning);
    words.push({ text, start, end: start + text.length, noun, proper: capital && !german && !beginning });
  }
  return words;
}

/** Words as Unicode has them, but those that a hyphen joins as one, without what is elided before them, and no half ones ("Errichtungs-"). */
function segmentsOf(sentence: string, code: string): { text: string; start: number }[] {
  const found: { text: string; start: number }[] = [];
  for (const { segment, index, isWordLike } of segmenterOf(code, 'word').segment(sentence)) {
    const last = found.at(-1);
    const adjacent = last !== undefined && last.start + last.text.length === index;
    if (adjacent && (segment === '-' || (isWordLike === true && last.text.endsWith('-')))) last.text += segment;
    else if (isWordLike === true) {
      const elided = ELIDED.exec(segment)?.[0].length ?? 0;
      found.push({ text: segment.slice(elided), start: index + elided });
    }
  }
  return found.filter(({ text }) => !text.endsWith('-'));
}

function nameOf(sentence: string, first: Word, last: Word, { stem }: Language): string {
  const name = sentence.slice(first.start, last.end);
  // What Korean writes behind a word is no part of a name.
  return /\p{Script=Hangul}$/u.test(name) ? sentence.slice(first.start, last.start) + stem(last.text) : name;
}
