import { sentencesOf } from './english';

/** Words that turn a sentence round. Lemmas; wink makes `don't` into `do` and `not`. */
const NEGATIONS = new Set([
  'not',
  'no',
  'never',
  'neither',
  'nor',
  'nobody',
  'none',
  'nothing',
  'without',
  'cannot',
  'stop',
  'against',
  'oppose',
  'refuse',
  'disagree',
  'hardly',
  'lack',
  'fail',
  'avoid',
  'prevent',
]);

/**
 * Pairs of opposites. A sentence with one and a sentence with the other say opposite things. No negation may stand here
 * too: it would turn the sentence twice, that is, not at all.
 */
const ANTONYMS: readonly (readonly [string, string])[] = [
  ['legal', 'illegal'],
  ['raise', 'lower'],
  ['increase', 'decrease'],
  ['increase', 'reduce'],
  ['raise', 'cut'],
  ['increase', 'cut'],
  ['ban', 'allow'],
  ['forbid', 'allow'],
  ['prohibit', 'permit'],
  ['more', 'less'],
  ['more', 'few'],
  ['good', 'bad'],
  ['better', 'worse'],
  ['open', 'close'],
  ['build', 'demolish'],
  ['keep', 'remove'],
  ['expand', 'shrink'],
  ['fund', 'defund'],
  ['safe', 'unsafe'],
  ['safe', 'dangerous'],
  ['fair', 'unfair'],
  ['necessary', 'unnecessary'],
  ['public', 'private'],
  ['high', 'low'],
  ['big', 'small'],
  ['easy', 'hard'],
  ['help', 'hurt'],
  ['benefit', 'harm'],
  ['rich', 'poor'],
  ['win', 'lose'],
  ['legalize', 'criminalize'],
  ['love', 'hate'],
  ['like', 'dislike'],
  ['accept', 'reject'],
  ['strong', 'weak'],
  ['many', 'few'],
  ['enough', 'insufficient'],
  ['mandatory', 'optional'],
  ['mandatory', 'voluntary'],
  ['early', 'late'],
  ['start', 'end'],
  ['possible', 'impossible'],
  ['important', 'unimportant'],
  ['affordable', 'unaffordable'],
  ['cheap', 'expensive'],
  ['welcome', 'unwelcome'],
  ['success', 'failure'],
  ['true', 'false'],
  ['right', 'wrong'],
];

const OPPOSITES = opposites();

/** What decides whether two sentences of like words point the same way. */
export interface Polarity {
  readonly negated: boolean;
  readonly words: ReadonlySet<string>;
  readonly numbers: readonly string[];
}

export function polarityOf(text: string): Polarity {
  const tokens = sentencesOf(text).flatMap((sentence) => sentence.tokens);
  const lemmas = tokens.map(({ lemma }) => lemma);
  return {
    negated: lemmas.filter((lemma) => NEGATIONS.has(lemma)).length % 2 === 1,
    // As written too: the lemma of `lower`, the verb, comes out as `low`.
    words: new Set([...lemmas, ...tokens.map(({ value }) => value.toLowerCase())]),
    numbers: [...new Set(lemmas.filter((lemma) => /^\d/.test(lemma)))].sort(),
  };
}

/**
 * Whether two sentences about the same thing take opposite sides: one is negated and the other is not, or one says a
 * word and the other its opposite; both at once cancel out ("legal", "not illegal"). Word by word: irony is missed.
 */
export function areOpposite(a: Polarity, b: Polarity): boolean {
  return (a.negated !== b.negated) !== haveAntonyms(a.words, b.words);
}

/** "Raise it to 12" and "raise it to 15" are near in every embedding and yet different claims. */
export function nameOtherNumbers(a: Polarity, b: Polarity): boolean {
  return a.numbers.join(' ') !== b.numbers.join(' ');
}

function haveAntonyms(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const word of a) {
    for (const opposite of OPPOSITES.get(word) ?? []) {
      if (b.has(opposite) && !a.has(opposite) && !b.has(word)) return true;
    }
  }
  return false;
}

function opposites(): ReadonlyMap<string, readonly string[]> {
  const map = new Map<string, string[]>();
  for (const [a, b] of ANTONYMS) {
    map.set(a, [...(map.get(a) ?? []), b]);
    map.set(b, [...(map.get(b) ?? []), a]);
  }
  return map;
}
