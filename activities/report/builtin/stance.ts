import { ENGLISH } from './languages';
import { speechOf, type Speech } from './languages/speech';
import { partsOf, wordsOfPart } from './wording';

/**
 * What a claim is about, and whether it is for or against that: told only where the words leave no doubt. `turns` is how many words turn
 * the sentence; two claims contradict each other for sure when they are about the same and one turns once more than the other.
 */
export interface Stance {
  readonly about: string;
  readonly turns: number;
}

/** Long sentences have more in them than a side. */
const MAX_CHARACTERS = 200;

/** None where it cannot be told for sure; two ways of telling may each give one. */
export function stancesOf(text: string, lang = ENGLISH): Stance[] {
  if (text.length > MAX_CHARACTERS) return [];
  const speech = speechOf(lang);
  const parts = partsOf(text, lang);
  const [only] = parts;
  if (only === undefined || parts.length > 1) return [];
  const words = wordsOfPart(only, speech);
  if (words.some((word) => word === '?' || speech.doubts.has(word))) return [];
  return [framed(only, speech), turned(words, speech)].filter((stance) => stance !== undefined);
}

/** "I support X", "no to X", "X is a disaster". */
function framed(part: string, speech: Speech): Stance | undefined {
  const against = first(speech.opposes, part);
  const about = against ?? first(speech.supports, part);
  if (about === undefined || speech.nameless.has(about)) return undefined;
  return { about: `for: ${about.split(' ').map(speech.stem).join(' ')}`, turns: against === undefined ? 0 : 1 };
}

function first(patterns: readonly RegExp[], part: string): string | undefined {
  for (const frame of patterns) {
    const about = part.match(frame)?.[1]?.trim();
    if (about !== undefined && about !== '') return about;
  }
  return undefined;
}

/** The same words but for a negation, or for a word and its opposite. */
function turned(words: readonly string[], speech: Speech): Stance {
  let turns = 0;
  const about = words.flatMap((word) => {
    if (speech.auxiliaries.has(word)) return [];
    const side = speech.sideOf(word);
    if (speech.negations.has(word) || side?.turned === true) turns += 1;
    return speech.negations.has(word) ? [] : [side?.name ?? speech.stem(word)];
  });
  return { about: about.join(speech.spaced ? ' ' : ''), turns };
}
