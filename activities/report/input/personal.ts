import { shortHash } from '../hash';
import { maskTelephones } from './telephone';

/** What stands, in square brackets, in place of what was masked. */
export const MASK_WORDS = ['EMAIL', 'IBAN', 'CARD', 'SSN', 'NI', 'NHS', 'POSTCODE', 'PHONE'] as const;
export type MaskWord = (typeof MASK_WORDS)[number];
const maskOf = (word: MaskWord): string => `[${word}]`;

/**
 * Personal data in free text. Quantifiers are bounded, so that a hostile comment cannot make a pattern run for long.
 * Order matters: a card number contains what looks like a telephone number.
 */
const MASKS: readonly { mask: `[${MaskWord}]`; pattern: RegExp }[] = [
  { mask: '[EMAIL]', pattern: /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu },
  { mask: '[IBAN]', pattern: /\b[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){3,7}(?: ?[A-Z\d]{1,3})?\b/g },
  { mask: '[CARD]', pattern: /(?<!\d)\d{4}(?:[ -]?\d{4}){3}(?!\d)/g },
  { mask: '[SSN]', pattern: /(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)/g },
  { mask: '[NI]', pattern: /\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b/gi },
];
/** Ten digits in the shape of many other numbers: the word before them decides. */
const NHS = /(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)/g;
const SAYS_NHS = /\bNHS\b\D{0,30}$/i;
const SAYS_CHARACTERS = 40;

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
  const patients = masked.replace(NHS, (found: string, at: number) =>
    SAYS_NHS.test(masked.slice(Math.max(0, at - SAYS_CHARACTERS), at)) ? maskOf('NHS') : found,
  );
  const without = POSTCODES.reduce((so, pattern) => so.replace(pattern, maskOf('POSTCODE')), patients);
  return maskTelephones(without, maskOf('PHONE'));
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

const MASKED = new RegExp(`\\[(?:${MASK_WORDS.join('|')})\\]`, 'gu');
/** What follows is who or where somebody is. */
const SAYS_WHO =
  /\b(?:my name(?:['’]s| is)|my address|(?:i|we) live at|ich hei(?:ß|ss)e|mein name ist|je m['’]appelle|mon nom est|me llamo|mi nombre es|mi chiamo|ik heet|mijn naam is)\b[^.!?。！？\n]*/giu;
const TITLED =
  /\b(?:Mr|Mrs|Ms|Miss|Dr|Herrn?|Frau|Mme|Monsieur|Madame|Sra?|Señora?)\.? (?:\p{Lu}\.? ?){0,3}\p{Lu}[\p{Ll}'’-]+(?: \p{Lu}[\p{Ll}'’-]+){0,2}/gu;
const HOUSE =
  /\b\d{1,4}[a-zA-Z]?,? (?:\p{Lu}[\p{L}'’]+ ){1,3}(?:Street|St|Road|Rd|Lane|Avenue|Ave|Close|Drive|Court|Crescent|Terrace|Place|Gardens|Grove|Square|Way)\b|\p{Lu}\p{L}{1,40}(?:stra(?:ß|ss)e|str\.|weg|gasse|platz|straat|laan) \d{1,4}\b|\b\d{1,4},? (?:rue|avenue|boulevard|chemin) (?:de |du |des |la )*\p{Lu}[\p{L}'’-]*|\b(?:[Cc]alle|[Vv]ia) (?:de |del |la )*\p{Lu}\p{L}+,? \d{1,4}\b/gu;
const PERSONAL = [MASKED, SAYS_WHO, TITLED, HOUSE];

const has = (text: string, pattern: RegExp): boolean => text.search(pattern) >= 0;

export const isMasked = (text: string): boolean => has(text, MASKED);

const MASK = new RegExp(`\\[(${MASK_WORDS.join('|')})\\]`, 'u');

/** A text cut at its masks: every second piece is the word of one. */
export const aroundMasks = (text: string): string[] => text.split(MASK);

/** Whether a sentence says who somebody is or where: it is read where it stands, and repeated in no title, description or summary. */
export const namesSomebody = (text: string): boolean => PERSONAL.some((pattern) => has(text, pattern));

/** The text without what says who somebody is or where: what is left can be called by. */
export const withoutNames = (text: string): string =>
  PERSONAL.reduce((so, pattern) => so.replaceAll(pattern, ' '), text);
