/** A word for a shell. One with control characters is written so that it can be printed, as bash, zsh and POSIX 2024 read it. */
export function quoted(word: string): string {
  if (/[\p{Control}\u2028-\u202E\u2066-\u2069]/u.test(word)) return `$'${word.replace(UNPRINTED, escaped)}'`;
  return /^[\w./:@%+,=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

const UNPRINTED = /[\p{Control}\u2028-\u202E\u2066-\u2069'\\]/gu;

/** Octal, a byte each: what every shell that knows `$'…'` reads alike. */
const escaped = (character: string): string =>
  [...Buffer.from(character)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
