import { type Language, languageFor, segmenterOf } from '.';
import { sentencesIn } from './sentences';

const MASK = /\[[A-Z]{2,8}\]/g;
const WORD = /^[\p{L}\p{M}][\p{L}\p{M}'’-]*$/u;
/** In Japanese, words in this script alone join others. */
const HIRAGANA = /^[\p{Script=Hiragana}ー]+$/u;
const GERMAN = 'de';

interface Word {
  readonly text: string;
  readonly stop: boolean;
  /** In German: it begins with a capital though no sentence does, as nouns do. Elsewhere any word may be one. */
  readonly noun: boolean;
}

/**
 * What a text in a language without a tagger talks of: words that are no stop words, and two of them that stand together, with one stop word
 * between them at most ("transports en commun"). By what all forms of the words have in common: the words as they stand there.
 */
export function phrasesOf(text: string, code: string): Map<string, string> {
  const phrases = new Map<string, string>();
  const language = languageFor(code);
  if (language === undefined) return phrases;
  const plain = text.replaceAll(MASK, ' ');
  const key = ({ text: word }: Word): string => language.stem(word.toLowerCase());
  for (const { start, end } of sentencesIn(plain, code)) {
    for (const run of runsOf(plain.slice(start, end), code, language)) {
      for (const [at, word] of run.entries()) {
        if (word.stop) continue;
        if (word.noun) phrases.set(key(word), surfaceOf([word], language));
        const next = run[at + 1]?.stop === true && language.spaced ? at + 2 : at + 1;
        const last = run[next];
        if (last === undefined || last.stop || !last.noun) continue;
        phrases.set(`${key(word)} ${key(last)}`, surfaceOf(run.slice(at, next + 1), language));
      }
    }
  }
  return phrases;
}

/** Words that nothing but spaces stands between. */
function runsOf(sentence: string, code: string, language: Language): Word[][] {
  const runs: Word[][] = [[]];
  let first = true;
  for (const { segment, isWordLike } of segmenterOf(code, 'word').segment(sentence)) {
    if (segment.trim() === '') continue;
    if (isWordLike !== true || !WORD.test(segment)) {
      runs.push([]);
      continue;
    }
    const small = segment.toLowerCase();
    const short = segment.length < (language.spaced ? 3 : 2) || HIRAGANA.test(segment);
    const noun = code !== GERMAN || (!first && small !== segment);
    runs.at(-1)?.push({ text: segment, stop: short || language.stop.has(small), noun });
    first = false;
  }
  return runs;
}

function surfaceOf(words: readonly Word[], { spaced, stem }: Language): string {
  if (!spaced) return words.map(({ text }) => text).join('');
  const last = words.at(-1)?.text ?? '';
  // What Korean writes behind a word is no part of a name.
  const bare = /\p{Script=Hangul}/u.test(last) ? stem(last) : last;
  return [...words.slice(0, -1).map(({ text }) => text), bare].join(' ');
}
