import { namesSomebody } from '../input';
import { ENGLISH } from './languages';
import { speechOf } from './languages/speech';

/** Longer ones are read where they stand, not in a heading or a summary. */
const MAX_CHARACTERS = 220;
const MIN_WORDS = 3;
const WORD = /[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}'’-]*/gu;
/** Scripts that write no spaces between words: so many of their letters are a sentence. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/gu;
const MIN_UNSPACED = 6;
/** Addresses, masks, and markup speak for nobody. */
const UNFIT = /\[[A-Z]{2,8}\]|https?:|www\.|\S@\S|<\/?\w|&\w+;/i;
const NO_ANSWER =
  /^\W*(?:no|none|nil|n\/?a|nothing|not (?:applicable|sure)|(?:no|not any) (?:comments?|answer|opinion|idea)|don'?t know|tests?\d*\b(?:[\s\w]{0,24}|\s\w+))\W*$/i;
/** "This will ruin it": what, is said in the sentence before. */
export function pointsBack(text: string, lang = ENGLISH): boolean {
  return speechOf(lang).pointers?.test(text) === true;
}

/** Whether a passage is understood by itself, says something, and shows nothing that should not be repeated in a heading. */
export function isTelling(text: string, lang = ENGLISH): boolean {
  return text.length <= MAX_CHARACTERS && isAnswer(text) && !leans(text, lang);
}

/** Of what one person said: the first sentence that tells something by itself; else a short answer. None of what says nothing. */
export function tellingOf(sentences: readonly string[], lang = ENGLISH): string | undefined {
  return (
    sentences.find((sentence) => isTelling(sentence, lang)) ??
    sentences.find((sentence) => isAnswer(sentence) && !pointsBack(sentence, lang))
  );
}

function isAnswer(text: string): boolean {
  return /\p{L}{2}/u.test(text) && !UNFIT.test(text) && !namesSomebody(text) && !NO_ANSWER.test(text);
}

/** Whether a passage says little without the others of its comment: it points back at them, or has hardly a word. */
export function leans(text: string, lang = ENGLISH): boolean {
  if (pointsBack(text, lang)) return true;
  if ((text.match(UNSPACED)?.length ?? 0) >= MIN_UNSPACED) return false;
  return (text.match(WORD)?.length ?? 0) < MIN_WORDS;
}
