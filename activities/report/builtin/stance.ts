import { NEGATIONS, SIDES } from './polarity';
import { partsOf } from './wording';

/**
 * What a claim is about, and whether it is for or against that: told only where the words leave no doubt. `turns` is how many words turn
 * the sentence; two claims contradict each other for sure when they are about the same and one turns once more than the other.
 */
export interface Stance {
  readonly about: string;
  readonly turns: number;
}

const AUXILIARIES = new Set(['do', 'does', 'doe', 'did']);
/** Whoever doubts takes no side. */
const DOUBT = /\b(?:sure|know|mind|understand|maybe|perhaps|could|might|may|if|unless|whether)\b|\?/;

const MUCH = '(?:strongly |fully |completely |totally |wholeheartedly )?';
const FOR = new RegExp(
  `^(?:(?:i|we) ${MUCH}(?:support|back|favou?r|welcome|like|love|agree with|approve of|in favou?r of|for)|support|yes to|in favou?r of) (.+)$`,
);
const AGAINST = new RegExp(
  `^(?:(?:i|we) ${MUCH}(?:oppose|object to|reject|hate|dislike|disagree with|against|opposed to|(?:do )?not (?:support|want|like|agree with|approve of|in favou?r of))|oppose|no to|against|no more) (.+)$`,
);

const SIZE = '(?:(?:great|big|huge|complete|total|real|such) )*';
const GOOD = `${SIZE}(?:success|(?:good|great|brilliant|excellent|wonderful) (?:idea|thing)|excellent|wonderful|great|brilliant|fantastic|lovely|amazing|superb|good)`;
const BAD = `${SIZE}(?:disaster|failure|mistake|mess|nightmare|joke|waste of (?:money|time|space)|waste|(?:bad|terrible|awful|stupid) (?:idea|thing)|terrible|awful|horrible|useless|dreadful|bad)`;
const PRAISED = new RegExp(`^(.+?) (?:was |were |has been |have been )?${GOOD}$`);
const BLAMED = new RegExp(
  `^(.+?) (?:was |were |has been |have been )?(?:${BAD}|not ${GOOD}|(?:would |will )?(?:ruin|destroy|wreck|spoil) .+)$`,
);
/** Long sentences have more in them than a side. */
const MAX_CHARACTERS = 200;
/** "It is a disaster": nobody knows what. */
const NAMELESS = /^(?:it|this|that|these|those|they|he|she|thi|there|here)$/;

/** None where it cannot be told for sure; two ways of telling may each give one. */
export function stancesOf(text: string): Stance[] {
  if (text.length > MAX_CHARACTERS) return [];
  const parts = partsOf(text);
  const [only] = parts;
  if (only === undefined || parts.length > 1 || DOUBT.test(only)) return [];
  return [framed(only), turned(only)].filter((stance) => stance !== undefined);
}

/** "I support X", "no to X", "X is a disaster". */
function framed(words: string): Stance | undefined {
  const against = AGAINST.exec(words)?.[1] ?? BLAMED.exec(words)?.[1];
  const about = against ?? FOR.exec(words)?.[1] ?? PRAISED.exec(words)?.[1];
  if (about === undefined || NAMELESS.test(about)) return undefined;
  return { about: `for: ${about}`, turns: against === undefined ? 0 : 1 };
}

/** The same words but for a negation, or for a word and its opposite. */
function turned(words: string): Stance {
  let turns = 0;
  const about = words.split(' ').flatMap((word) => {
    if (AUXILIARIES.has(word)) return [];
    const side = SIDES.get(word);
    if (NEGATIONS.has(word) || side?.turned === true) turns += 1;
    return NEGATIONS.has(word) ? [] : [side?.name ?? word];
  });
  return { about: about.join(' '), turns };
}
