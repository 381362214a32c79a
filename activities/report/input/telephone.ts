/**
 * Telephone numbers, as people write them in comments. The library knows which lengths and beginnings each country has; what it is asked
 * is cut out first, so that a hostile text cannot make it search for long.
 */
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js';
import { detect } from '../tinyld';

/** Digits with what people put between them. */
const CANDIDATE = /(?<![\p{L}\d$€£@#/.,-])(?:\+|\(?\d)[\d ().\-–/]{5,24}\d(?![\p{L}\d])/gu;
/** Words before a number that say what it is, in whatever form it is written. */
const SAID =
  /(?:\b(?:tele?(?:phone|fon|fono|foon)?|phone|mobile|mob|cell|fax|call|ring|text|whatsapp|handy|anruf\w*|rufen|erreich\w*|t[ée]l[ée]phone|appel\w*|portable|m[óo]vil|tel[ée]fono|llam\w+|cellulare|chiam\w+|telem[óo]vel|gsm|bel)\b|電話|电话|전화)[^\d+(]{0,30}$/iu;
const SAID_CHARACTERS = 45;
const MIN_DIGITS = 7;
const MAX_DIGITS = 15;

/**
 * Numbers without a country are looked at as British ones, as the product's first users are councils there, and as those of the countries
 * where the language of the comment is spoken.
 */
const HOME: CountryCode = 'GB';
const REGIONS: Readonly<Record<string, readonly CountryCode[]>> = {
  cs: ['CZ'],
  da: ['DK'],
  de: ['DE', 'AT', 'CH'],
  el: ['GR'],
  es: ['ES', 'MX'],
  et: ['EE'],
  fi: ['FI'],
  fr: ['FR', 'BE', 'CH'],
  ga: ['IE'],
  hu: ['HU'],
  it: ['IT'],
  ja: ['JP'],
  ko: ['KR'],
  lt: ['LT'],
  lv: ['LV'],
  nl: ['NL', 'BE'],
  no: ['NO'],
  pl: ['PL'],
  pt: ['PT', 'BR'],
  ro: ['RO'],
  sk: ['SK'],
  sl: ['SI'],
  sv: ['SE'],
};
const ENGLISH: readonly CountryCode[] = ['IE'];

export function maskTelephones(text: string, mask: string): string {
  let spoken: readonly CountryCode[] | undefined;
  // Only where nothing else decides: it takes a millisecond.
  const others = (): readonly CountryCode[] => (spoken ??= REGIONS[detect(text.slice(0, 300))] ?? ENGLISH);
  return text.replace(CANDIDATE, (found: string, at: number) => {
    const said = SAID.test(text.slice(Math.max(0, at - SAID_CHARACTERS), at));
    return masked(found, others, said, mask);
  });
}

/** "14 07700 900123": what stands before or behind a number is left. The longest part that is one is masked. */
function masked(found: string, others: () => readonly CountryCode[], said: boolean, mask: string): string {
  const groups = found.split(' ');
  for (let size = groups.length; size > 0; size -= 1) {
    for (let from = 0; from + size <= groups.length; from += 1) {
      const part = groups.slice(from, from + size).join(' ');
      if (!isTelephone(part, others, said)) continue;
      return [...groups.slice(0, from), mask, ...groups.slice(from + size)].join(' ');
    }
  }
  return found;
}

function isTelephone(part: string, others: () => readonly CountryCode[], said: boolean): boolean {
  const digits = part.replace(/\D/g, '');
  if (digits.length < MIN_DIGITS || digits.length > MAX_DIGITS) return false;
  if (/^\d{1,4}[./-]\d{1,2}[./-]\d{2,4}$/.test(part) || /^[12]\d{3} ?[-–/] ?[12]\d{3}$/.test(part)) return false;
  if (said) return true;
  // The United States write 415 555 0100, without a trunk prefix; undivided, ten digits are rather a number of a case.
  if (/^(?:\+?1[ .-]?)?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[ .-])\d{3}[ .-]\d{4}$/.test(part)) return true;
  // Spain, Portugal, Poland and others have no trunk prefix: 612 345 678. Pairs of digits are rather house numbers, fours years.
  const bare = /^[2-9]\d{2}([ .-])\d{3}\1\d{3}$/.test(part) && !part.includes('000');
  const divided = /\D/.test(part.replace(/^\+/, ''));
  const international = /^(?:\+|00)/.test(part);
  const number = international ? part.replace(/^00/, '+') : part;
  const trunk = international || /^\(?0/.test(part);
  if (!trunk && !bare) return false;
  const isOf = (region: CountryCode): boolean => {
    const parsed = parsePhoneNumberFromString(number.replace('(0)', ''), region);
    // Numbers that were never given out look like those of people who wrote one digit wrong.
    const loosely = trunk && (divided || international || part.startsWith('07'));
    return parsed?.isValid() === true || (loosely && parsed?.isPossible() === true);
  };
  return (trunk && isOf(HOME)) || (!international && others().some(isOf));
}
