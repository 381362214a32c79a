import { shortHash } from '../hash';
import { maskTelephones } from './telephone';

/**
 * Personal data in free text. Quantifiers are bounded, so that a hostile comment cannot make a pattern run for long.
 * Order matters: a card number contains what looks like a telephone number.
 */
const MASKS: readonly { mask: string; pattern: RegExp }[] = [
  { mask: '[EMAIL]', pattern: /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu },
  { mask: '[IBAN]', pattern: /\b[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){3,7}(?: ?[A-Z\d]{1,3})?\b/g },
  { mask: '[CARD]', pattern: /(?<!\d)\d{4}(?:[ -]?\d{4}){3}(?!\d)/g },
  { mask: '[SSN]', pattern: /(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)/g },
  { mask: '[NI]', pattern: /\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b/gi },
  { mask: '[NHS]', pattern: /(?<=\bNHS\b[^\d]{0,30})\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)/gi },
];

/** Of a house or a few. In small letters only those that can be ("unit b1 2nd floor" has none). */
const POSTCODES = [
  /\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b/g,
  /\b[a-pr-uwyz][a-hk-y]?\d[\da-hjkmnpr-y]? ?\d(?!(?:st|nd|rd|th)\b)[abd-hjlnp-uw-z]{2}\b/g,
];

/**
 * The text with e-mail addresses, telephone, card, account, social security, National Insurance and NHS numbers and postcodes replaced by
 * their mask. For free text only: an id of ten digits is an id.
 */
export function maskPersonalData(text: string): string {
  // Nothing of it is without a digit or an @, and most comments are.
  if (!/[\d@]/.test(text)) return text;
  const masked = MASKS.reduce((so, { mask, pattern }) => so.replace(pattern, mask), text);
  const without = POSTCODES.reduce((so, pattern) => so.replace(pattern, '[POSTCODE]'), masked);
  return maskTelephones(without, '[PHONE]');
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
