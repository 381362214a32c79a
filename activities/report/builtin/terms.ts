import { sentencesOf, type Token } from './english';
import { ENGLISH } from './languages';
import { phrasesOf } from './languages/phrases';

/** The noun phrases of one comment (of a language without a tagger, its phrases): a key that plural and capitals do not change, and the words as they stand there. */
export type Terms = ReadonlyMap<string, string>;

const MAX_WORDS = 3;
const MASK = /\[[A-Z]{2,8}\]/g;

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

export function termsOf(text: string, lang = ENGLISH): Terms {
  if (lang !== ENGLISH) return phrasesOf(text, lang);
  const terms = new Map<string, string>();
  for (const { tokens } of sentencesOf(text.replaceAll(MASK, ' '))) {
    for (const run of nounRuns(tokens)) {
      // A phrase is only what ends a run: in "Warren County schools" the talk is of schools, not of Warren.
      for (let from = Math.max(0, run.length - MAX_WORDS); from < run.length; from += 1) add(terms, run.slice(from));
      for (const word of run) if (word.pos === 'NOUN') add(terms, [word]);
    }
  }
  return terms;
}

/** Nouns that follow one another, with the adjective before them. */
function nounRuns(tokens: readonly Token[]): Token[][] {
  const runs: Token[][] = [];
  let run: Token[] = [];
  for (const token of tokens) {
    const fits = isNoun(token) || (token.pos === 'ADJ' && run.length === 0 && isWord(token));
    if (fits) run.push(token);
    else if (token.pos === 'ADJ' && isWord(token)) {
      runs.push(run);
      run = [token];
    } else {
      runs.push(run);
      run = [];
    }
  }
  return [...runs, run];
}

function add(terms: Map<string, string>, words: readonly Token[]): void {
  const last = words.at(-1);
  if (last === undefined || !isNoun(last)) return;
  const keys = words.map(keyOf);
  // In the middle of a phrase a generic word may stand ("common sense"), at its ends it says nothing.
  if (GENERIC.has(keys[0] ?? '') || GENERIC.has(keys.at(-1) ?? '')) return;
  terms.set(keys.join(' '), words.map(({ value }) => value).join(' '));
}

function isNoun(token: Token): boolean {
  return (token.pos === 'NOUN' || token.pos === 'PROPN') && isWord(token);
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
