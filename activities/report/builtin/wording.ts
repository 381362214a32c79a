import { turnsRound } from './polarity';

/**
 * When two claims are one. A sentence encoder puts opposites nearer (mean cosine 0.86) than rewordings (0.77), and half of the words of two
 * claims may be shared by "I am 30 or older" and "I am 55 or older": so near is not the same, in vectors or in words. Two claims
 * are one when nothing is left that differs once the words are taken away that say nothing about the matter.
 */

/** Words that add nothing to what is claimed, wherever they stand. */
const FILLERS = new Set(
  'a an the is are am be been being really very definitely certainly absolutely strongly firmly wholeheartedly actually also please pls plz kindly that which what bitte unbedingt wirklich'.split(
    ' ',
  ),
);

/** Ways to begin a demand: "we should plant trees", "the council must plant trees" and "plant trees" say the same. */
const OPENINGS = [
  /^(?:i|we) (?:think|believe|feel|agree)(?: that)? /,
  /^in my (?:humble |personal )?(?:opinion|view) /,
  /^we (?:should have|should|have to|need|want) /,
  /^(?:i|we) (?:would like|would love|want)(?: to see| to have)? /,
  /^(?:council|city|town|county|government|state) (?:should|have to) /,
  /^there (?:should|have to) /,
  // "Get money out of politics", "money out of politics".
  /^get (?=.+ out of )/,
  /^let us /,
  /^yes (?!to )/,
];
/** Must be, need to be, ought to be: who asks for it in one way asks for it in another. "Has to" may also tell what is. */
const OUGHT = /\b(?:must|ought to|needs? to)\b(?! not)/g;
/** A demand without a verb: "raising awareness", "raise awareness". Only of verbs that are no things ("parking", "housing"). */
const DEMANDED =
  /^(?:raising|improving|reducing|increasing|making|creating|encouraging|promoting|protecting|supporting|electing|fixing|keeping|getting)\b/;
/** Written as one word as often as as two. */
const COMPOUND = /\b(?:health care|child care|pot holes?)\b/g;
const ENDINGS = / (?:needed|now|thank you|thank|urgently)$/;

/** With one of these the order of the parts matters. */
const TURNS =
  /\b(?:not|no|never|without|nor|neither|instead|rather|than|before|after|if|unless|until|because|although|though|only|except|but)\b/;
const SEAMS = new Set([',', ';', '.', '!', '\n', 'and']);

/** A word; an address, a number, a sign that means something (a face may turn a sentence round), or a seam between parts. */
const TOKEN =
  /\S{1,20}:\/\/\S+|\p{N}+(?:[.,:]\p{N}+)*|[\p{L}\p{M}]+|[\p{Sc}%?]|[+-](?=\p{N})|\p{Extended_Pictographic}|[:;=]['-]?[()]|[,;.!\n]/gu;

/** The parts of a text, each its words in order as they are compared: small letters, no contractions, no plural, no fillers. */
export function partsOf(text: string): string[] {
  const parts: string[][] = [[]];
  for (const token of plain(text).match(TOKEN) ?? []) {
    if (SEAMS.has(token)) parts.push([]);
    else if (!FILLERS.has(token)) parts.at(-1)?.push(withoutPlural(token));
  }
  return parts.map((words) => bare(words.join(' '))).filter((part) => part !== '');
}

/** Equal for two texts that make one claim, and only for those. */
export function wordingOf(text: string): string {
  const parts = partsOf(text);
  if (parts.length === 0) return text.normalize('NFKC').replace(/\s+/g, ' ').trim();
  return (parts.some((part) => TURNS.test(part)) ? parts : parts.toSorted()).join(' | ');
}

const MORE_SHARE = 0.3;
const ALWAYS_MORE = 2;

/**
 * Whether a wording has all words of another and only a few more, none of which could turn it round. In a letter that is a personal
 * touch; of a claim that stands alone it would be another claim ("affordable housing" is not "housing").
 */
export function saysMore(wording: string, than: string): boolean {
  const left = new Map<string, number>();
  for (const word of wordsOf(wording)) left.set(word, (left.get(word) ?? 0) + 1);
  const words = wordsOf(than);
  for (const word of words) {
    const count = left.get(word) ?? 0;
    if (count === 0) return false;
    left.set(word, count - 1);
  }
  const more = [...left].flatMap(([word, count]) => Array.from({ length: count }, () => word));
  return more.length <= Math.max(ALWAYS_MORE, words.length * MORE_SHARE) && !more.some(turnsRound);
}

function wordsOf(wording: string): string[] {
  return wording.split(' ').filter((word) => word !== '|');
}

/** A text without contractions and in one form of letters. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[‘’`´]/g, "'")
    .replace(/\bcannot\b/g, 'can not')
    .replace(
      /\b(ca|wo|sha)n'?t\b/g,
      (_, verb: string) => `${{ ca: 'can', wo: 'will', sha: 'shall' }[verb] ?? verb} not`,
    )
    .replace(/\b(do|does|did|is|are|was|were|should|would|could|have|has|had)n'?t\b/g, '$1 not')
    .replace(/'(?:re|m|s)\b/g, ' ')
    .replace(/'ve\b/g, ' have')
    .replace(/'ll\b/g, ' will')
    .replace(/'d\b/g, ' would')
    .replace(/(\p{N}),(?=\p{N}{3}(?!\p{N}))/gu, '$1')
    .replace(OUGHT, 'should')
    .replace(COMPOUND, (both) => both.replace(' ', ''));
}

function withoutPlural(word: string): string {
  return /^\p{L}{2,}[^\P{L}su]s$/u.test(word) ? word.slice(0, -1) : word;
}

function stemOf(verb: string): string {
  const stem = verb.slice(0, -'ing'.length);
  if (/(?:protect|support|elect|fix|keep)$/.test(stem)) return stem;
  return stem === 'gett' ? 'get' : `${stem}e`;
}

function bare(part: string): string {
  let left = `${part.replace(DEMANDED, stemOf)} `;
  for (let before = ''; before !== left;) {
    before = left;
    for (const opening of OPENINGS) left = left.replace(opening, '');
  }
  const claimed = left.trim().replace(ENDINGS, '');
  return claimed === '' ? part : claimed;
}
