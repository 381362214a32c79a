import { ENGLISH } from './languages';
import { speechOf, type Speech } from './languages/speech';

/**
 * When two claims are one. A sentence encoder puts opposites nearer (mean cosine 0.86) than rewordings (0.77), and half of the words of two
 * claims may be shared by "I am 30 or older" and "I am 55 or older": so near is not the same, in vectors or in words. Two claims
 * are one when nothing is left that differs once the words are taken away that say nothing about the matter, which each language lists.
 */

/** A word; an address, a number, a sign that means something (a face may turn a sentence round), or a seam between parts. */
const TOKEN =
  /\S{1,20}:\/\/\S+|\p{N}+(?:[.,:]\p{N}+)*|[\p{L}\p{M}]+|[\p{Sc}%?]|[+-](?=\p{N})|\p{Extended_Pictographic}|[:;=]['-]?[()]|[,;.!\n]/gu;
const WORD = /^[\p{L}\p{M}]/u;
/** What other scripts end and divide sentences with. A Japanese comma stands where a breath is. */
const MARKS: readonly (readonly [RegExp, string])[] = [
  [/[‘’`´]/g, "'"],
  [/[。।۔]/g, '.'],
  [/[،]/g, ','],
  [/[؛]/g, ';'],
  [/[؟]/g, '?'],
  // Thai: what the normal form has in two is written in one.
  [/\u0e4d\u0e32/g, '\u0e33'],
];

/** The parts of a text, each its words in order as they are compared: small letters, without what its language lists as saying nothing. */
export function partsOf(text: string, lang = ENGLISH): string[] {
  const speech = speechOf(lang);
  const parts: string[][] = [[]];
  for (const token of tokensOf(text, speech)) {
    if (speech.seams.has(token)) parts.push([]);
    else if (!speech.fillers.has(token)) parts.at(-1)?.push(speech.base(token));
  }
  return parts.map((words) => bare(words.join(speech.spaced ? ' ' : ''), speech)).filter((part) => part !== '');
}

/** The words of a part, as its language lists them. */
export function wordsOfPart(part: string, speech: Speech): string[] {
  return part.split(' ').flatMap((run) => speech.wordsIn(run));
}

/** Equal for two texts that make one claim, and only for those. */
export function wordingOf(text: string, lang = ENGLISH): string {
  const parts = partsOf(text, lang);
  if (parts.length === 0) return text.normalize('NFKC').replace(/\s+/g, ' ').trim();
  const speech = speechOf(lang);
  const isFixed = parts.some((part) => wordsOfPart(part, speech).some((word) => speech.hinges.has(word)));
  return (isFixed ? parts : parts.toSorted()).join(' | ');
}

const wordings = new WeakMap<object, string>();

/** The same of a passage or a claim, once for as long as it lives: a report asks at seven places, and every answer takes a tenth of a millisecond. */
export function wordingIn(said: { readonly text: string; readonly lang?: string | undefined }): string {
  const wording = wordings.get(said) ?? wordingOf(said.text, said.lang);
  wordings.set(said, wording);
  return wording;
}

const MORE_SHARE = 0.3;
const ALWAYS_MORE = 2;

/**
 * Whether a wording has all words of another and only a few more, none of which could turn it round. In a letter that is a personal
 * touch; of a claim that stands alone it would be another claim ("affordable housing" is not "housing").
 */
export function saysMore(wording: string, than: string, lang = ENGLISH): boolean {
  const speech = speechOf(lang);
  const left = new Map<string, number>();
  for (const word of wordsOf(wording, speech)) left.set(word, (left.get(word) ?? 0) + 1);
  const words = wordsOf(than, speech);
  for (const word of words) {
    const count = left.get(word) ?? 0;
    if (count === 0) return false;
    left.set(word, count - 1);
  }
  const more = [...left].flatMap(([word, count]) => Array.from({ length: count }, () => word));
  return more.length <= Math.max(ALWAYS_MORE, words.length * MORE_SHARE) && !more.some(speech.turns);
}

function wordsOf(wording: string, speech: Speech): string[] {
  return wordsOfPart(wording, speech).filter((word) => word !== '|');
}

/** In one form of letters, and other ways to write the same written in one. */
function tokensOf(text: string, speech: Speech): string[] {
  const small = text.normalize('NFKC').toLocaleLowerCase(speech.locale ?? 'en');
  const plain = [...MARKS, ...speech.rewrites].reduce((before, [from, to]) => before.replace(from, to), small);
  return (plain.match(TOKEN) ?? []).flatMap((token) => (WORD.test(token) ? speech.wordsIn(token) : token));
}

function bare(part: string, speech: Speech): string {
  const joint = speech.spaced ? ' ' : '';
  let left = speech.begin(part) + joint;
  for (let before = ''; before !== left;) {
    before = left;
    for (const opening of speech.openings) left = left.replace(opening, '');
  }
  left = left.trim();
  const claimed = speech.endings === undefined ? left : left.replace(speech.endings, '');
  return claimed === '' ? part : claimed;
}
