/** What the capitals and endings of German tell without a dictionary. */

/** Endings of nouns that no other word has: also at the beginning of a sentence, where every word has a capital, these are nouns. */
const NOUN_ENDING = /(?:ung|heit|keit|schaft|ion|tät|ismus|nis)(?:en|s|se)?$/;
/** Of these the article is "die", so what ends in -er before them stands in the genitive ("thermischer Sanierung"). */
const FEMININE_OR_PLURAL = /(?:ung|heit|keit|schaft|ion|tät|enz|anz|ik|ie|ur|e|en)$/;
const MIN_ADJECTIVE = 5;

/** What comes next is "of" something, and has another form than the name of it. */
const GENITIVE = /(?:^|\s)(?:des|eines|dieses|jedes|unseres|ihres|seines)\s+(?:\p{Ll}+\s+)?$/iu;

/** After these the plural of most nouns that change their vowel takes an n ("in Städten"). */
const DATIVE =
  /(?:^|\s)(?:in|von|aus|bei|mit|nach|zu|an|auf|vor|unter|zwischen|den|allen|vielen|unseren)\s+(?:\p{Ll}+\s+)?$/iu;
const DATIVE_PLURAL = /[äöü]\p{Ll}*(?:en|ern|eln)$/u;

/** Words that people cut short, beside those that every language is asked for. */
const SHORT =
  /(?:^|[\s(„"./-])(?:allgem|bsp|dgl|div|dzt|einschl|el|europ|ev|exkl|finanz|gem|incl|insb|insbes|jh|jhdt|(?:land)?wirtsch|lt|mio|mrd|od|österr|polit|techn|tsd|zb)\.\s*$/iu;
/** No German word ends so, but for nouns of dialect and "Lkw": "elektr.", "ländl.", "teilw.". */
const CUT_SHORT =
  /(?:^|[\s(„"./-])\p{Ll}*(?:(?![aeiouyäöühlr])\p{Ll}l|(?![aeiouyäöühr])\p{Ll}r|(?![aeiouyäöük])\p{Ll}w)\.\s*$/u;

/** Whether what ends so is no sentence yet. */
export function endsCutShort(piece: string): boolean {
  return SHORT.test(piece) || CUT_SHORT.test(piece);
}

/** Whether a noun, after what stands before it, is in a form that is no name. */
export function isInflected(before: string, noun: string): boolean {
  return GENITIVE.test(before) || (DATIVE.test(before) && DATIVE_PLURAL.test(noun));
}

export function isGermanNoun(word: string, first: boolean): boolean {
  if (word === word.toLowerCase()) return false;
  return !first || NOUN_ENDING.test(word);
}

/**
 * Whether a word before a noun can be its adjective: undefined where it cannot ("spart Energie"), '' where it is one in a form that is no
 * name ("höheren Preis"), otherwise true.
 */
export function adjectiveForm(word: string, noun: string): true | '' | undefined {
  const ending = /(?:e|es|er|en|em)$/.exec(word)?.[0];
  if (ending === undefined || word.length < MIN_ADJECTIVE) return undefined;
  if (ending === 'en' || ending === 'em') return '';
  return ending === 'er' && FEMININE_OR_PLURAL.test(noun) ? '' : true;
}
