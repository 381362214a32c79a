import { isUtf8 } from 'node:buffer';

/**
 * Bytes as text, one character a byte (latin1): length, order and equality are those of Redis, and any byte may stand in
 * a key or a value. For keys of ASCII it is the key itself.
 */
export type Bytes = string;

/** What a caller may send: text as UTF-8, bytes as they are. */
export type Word = string | Buffer;

const NOT_ASCII = /[\u0080-\uffff]/;

export function toBytes(word: Word | number): Bytes {
  if (typeof word === 'number') return String(word);
  if (typeof word !== 'string') return word.toString('latin1');
  return NOT_ASCII.test(word) ? Buffer.from(word).toString('latin1') : word;
}

/** Text where the bytes are UTF-8, so that nothing is lost either way; a Buffer where they are not. */
export function fromBytes(bytes: Bytes): Word {
  if (!NOT_ASCII.test(bytes)) return bytes;
  const buffer = Buffer.from(bytes, 'latin1');
  return isUtf8(buffer) ? buffer.toString('utf8') : buffer;
}

/** For messages and patterns: what is no UTF-8 is replaced. */
export const textOf = (bytes: Bytes): string => fromBytes(bytes).toString();
