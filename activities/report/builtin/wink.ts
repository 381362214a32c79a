import model from 'wink-eng-lite-web-model';
import winkNLP, { type Document, type WinkMethods } from 'wink-nlp';

/** Where a model keeps the words that it knows: `hash[list[i]]` is `i`. wink's types do not describe it. */
interface Lexemes {
  readonly hash: Record<string, number>;
  readonly list: readonly string[];
}

/** After so many new words wink begins anew, which takes 50 ms: what it keeps of each is about 110 bytes. */
const MAX_NEW_WORDS = 50_000;

interface Reader {
  readonly wink: WinkMethods;
  readonly lexemes: Lexemes;
  /** New words up to here were forgotten. */
  forgotten: number;
  readonly limit: number;
  /** So many words stand in the lexicon from the beginning. */
  readonly known: number;
}

function newReader(): Reader {
  const core = (model.core as () => { features: { lexeme: Lexemes } })();
  const wink = winkNLP({ ...model, core: () => core }, ['sbd', 'pos']);
  const lexemes = core.features.lexeme;
  const known = lexemes.list.length;
  return { wink, lexemes, forgotten: known, limit: known + MAX_NEW_WORDS, known };
}

let reader = newReader();

/** wink compares these by identity, so they are passed as they are. */
export const { its } = reader.wink;

/** Whether the lexicon holds a word in lower case from the beginning; what was read since does not count. */
export function isEnglishWord(word: string): boolean {
  const { hash } = reader.lexemes;
  return Object.hasOwn(hash, word) && (hash[word] as number) < reader.known;
}

/**
 * Reads every text as if it were the first. By itself wink adds each word that it does not know to its lexicon, and cuts what
 * it reads later by it: of `multi-purpose...` it makes `multi-purpose`, `.`, `..` the first time and `multi-purpose`, `...` the second.
 * Then a step's result would hang on what its thread has read before, and the lexicon would grow for ever. So new words are
 * forgotten before the next text; a document already read finds its words by number and keeps them.
 */
export function readDoc(text: string): Document {
  if (reader.lexemes.list.length >= reader.limit) reader = newReader();
  const { hash, list } = reader.lexemes;
  for (; reader.forgotten < list.length; reader.forgotten += 1) delete hash[list[reader.forgotten] as string];
  return reader.wink.readDoc(text);
}
