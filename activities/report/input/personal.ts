import { shortHash } from '../hash';

/**
 * Personal data in free text. Quantifiers are bounded, so that a hostile comment cannot make a pattern run for long.
 * Order matters: a card number contains what looks like a phone number.
 */
const MASKS: readonly { mask: string; pattern: RegExp }[] = [
  { mask: '[EMAIL]', pattern: /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu },
  { mask: '[CARD]', pattern: /(?<!\d)\d{4}(?:[ -]?\d{4}){3}(?!\d)/g },
  { mask: '[SSN]', pattern: /(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)/g },
  {
    mask: '[PHONE]',
    pattern: /(?<![\d$€£])(?:\+?\d{1,3}[ .-]?)?(?:\(\d{3}\)|\d{3})[ .-]?\d{3}[ .-]?\d{4}(?!\d)/g,
  },
];

/**
 * The text with e-mail addresses, card, social security and phone numbers replaced by their mask. For free text only:
 * an id of ten digits is an id.
 */
export function maskPersonalData(text: string): string {
  return MASKS.reduce((masked, { mask, pattern }) => masked.replace(pattern, mask), text);
}

/**
 * One pseudonym for each speaker who is named by personal data; all other names stay. One to one, so that counting
 * speakers gives the same number before and after. The hash is salted with all such names of the file: who guesses one
 * address cannot check the guess, and row order does not matter.
 */
export function pseudonyms(speakers: Iterable<string>): ReadonlyMap<string, string> {
  const named = [...new Set(speakers)].filter((speaker) => maskPersonalData(speaker) !== speaker).sort();
  const salt = named.join('\n');
  return new Map(named.map((speaker) => [speaker, `Speaker ${shortHash(salt, speaker)}`]));
}
