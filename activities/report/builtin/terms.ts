import { withoutNames } from '../input';
import { sentencesOf, type Token } from './english';
import { ENGLISH } from './languages';
import { phrasesOf } from './languages/phrases';
import type { Term, Terms } from './languages/term';
import { isEnglishWord } from './wink';

const MAX_WORDS = 3;

/** Nouns that name no topic, whatever the comments are about. */
const GENERIC = new Set(
  `ability access age amount answer area aspect attention bit case change chance city community country county day deal
  decision difference effort end everyone example fact focus future go group guy half hand help idea instance impact improvement issue job kind
  lack level life line lot majority man matter member need number one other others part people person place plan
  point possibility priority problem process project public question reason resident resource rest result right side
  situation solution something sort state stuff success super support system thing time today topic town type use value view
  way week word work world year area able anyone everybody somebody someone nobody nothing anything everything
  citizen individual member etc test more many most much few less least same such own average better best good great bad big small high higher low lower next last first second thanks option rate limit center hour check service statement perspective comment opinion kid child new public`.split(
    /\s+/,
  ),
);

/** Links of two nouns that make one name of them: "cost of living", "roads and traffic". */
const LINKS = new Set(['and', 'of', 'for']);
const MAX_ACRONYM = 5;

export function termsOf(text: string, lang = ENGLISH): Terms {
  if (lang !== ENGLISH) return phrasesOf(text, lang);
  const terms = new Map<string, Term>();
  const plain = withoutNames(text);
  const loud = plain.length > MAX_ACRONYM && plain === plain.toUpperCase();
  const add = (words: readonly Token[]): void => addTerm(terms, words, loud);
  for (const { tokens } of sentencesOf(plain)) {
    const runs = nounRuns(tokens);
    for (const [at, run] of runs.entries()) {
      // A phrase is only what ends a run: in "Warren County schools" the talk is of schools, not of Warren.
      for (let from = Math.max(0, run.length - MAX_WORDS); from < run.length; from += 1) add(run.slice(from));
      for (const word of run) if (word.pos === 'NOUN') add([word]);
      const [link, next] = runs.slice(at + 1, at + 3);
      if (link?.length === 1 && LINKS.has(link[0]?.value ?? '') && next !== undefined)
        add([...run.slice(-1), ...link, ...next.slice(-1)]);
    }
  }
  return terms;
}

/** Nouns that follow one another, with the adjective before them; each other word stands for itself. */
function nounRuns(tokens: readonly Token[]): Token[][] {
  const runs: Token[][] = [];
  let open = false;
  for (const token of tokens) {
    const fits = isNoun(token) || (token.pos === 'ADJ' && isWord(token));
    if (open && isNoun(token)) runs.at(-1)?.push(token);
    else runs.push([token]);
    open = fits;
  }
  return runs;
}

function addTerm(terms: Map<string, Term>, words: readonly Token[], loud: boolean): void {
  const last = words.at(-1);
  if (last === undefined || !(isNoun(last) || isGerund(words))) return;
  if (words.some((word) => !isWord(word) && !LINKS.has(word.value))) return;
  const keys = words.map(keyOf);
  // In the middle of a phrase a generic word may stand ("common sense"), at its ends it says nothing.
  if (GENERIC.has(keys[0] ?? '') || GENERIC.has(keys.at(-1) ?? '')) return;
  const proper = !loud && words.every(({ value }) => /^\p{Lu}/u.test(value));
  terms.set(keys.join(' '), { written: words.map((word) => titled(word, loud)).join(' '), proper });
}

/** With a capital, but for links; nobody shouts. */
function titled({ value }: Token, loud: boolean): string {
  if (LINKS.has(value)) return value;
  const shouted = value.length > 2 && value === value.toUpperCase();
  const calm =
    shouted && (loud || value.length > MAX_ACRONYM || isEnglishWord(value.toLowerCase())) ? value.toLowerCase() : value;
  return calm.charAt(0).toUpperCase() + calm.slice(1);
}

function isNoun(token: Token): boolean {
  return (token.pos === 'NOUN' || token.pos === 'PROPN') && isWord(token);
}

/** "Cost of living". */
function isGerund(words: readonly Token[]): boolean {
  return words.length > 1 && words.at(-2)?.value === 'of' && words.at(-1)?.value.endsWith('ing') === true;
}

function isWord({ value }: Token): boolean {
  return /^\p{L}[\p{L}-]+\p{L}$/u.test(value);
}

/** wink leaves proper nouns in the plural, so plural endings are taken off here, for all alike. */
function keyOf({ value }: Token): string {
  const word = value.toLowerCase();
  if (word.length < 4 || /(?:ss|us|is)$/.test(word)) return word;
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:ch|sh|x|ss)es$/.test(word)) return word.slice(0, -2);
  return word.endsWith('s') ? word.slice(0, -1) : word;
}
