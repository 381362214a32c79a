import { type DoubleArray, NONE, ROOT } from './doubleArray';

/** What characters are written as before a text is cut (NFKC and more): a table that comes with the vocabulary. */
export interface CharacterTable {
  /** Sequences of characters by their bytes: where in `replacements` the new bytes begin, which a zero ends. */
  readonly sequences: DoubleArray;
  readonly replacements: Uint8Array;
}

const SPACE = 0x20;
/** `▁`, which stands for a space in every piece. */
const VISIBLE_SPACE = [0xe2, 0x96, 0x81] as const;

/**
 * The bytes of a text as the pieces of the vocabulary are written: characters replaced by the table, a space before the first word, one
 * between words, none after the last. Empty where nothing is left.
 */
export function normalise(text: string, table: CharacterTable): Uint8Array {
  const bytes = Buffer.from(text, 'utf8');
  const written: number[] = [...VISIBLE_SPACE];
  let afterSpace = true;
  for (let at = 0; at < bytes.length;) {
    const { from, to, consumed, source } = replacementAt(bytes, at, table);
    at += consumed;
    for (let i = from; i < to; i += 1) {
      const byte = source[i] as number;
      const isSpace = byte === SPACE;
      if (isSpace && !afterSpace) written.push(...VISIBLE_SPACE);
      else if (!isSpace) written.push(byte);
      afterSpace = isSpace;
    }
  }
  return Uint8Array.from(withoutLastSpaces(written));
}

interface Replacement {
  readonly source: Uint8Array;
  readonly from: number;
  readonly to: number;
  readonly consumed: number;
}

/** The longest sequence of the table that begins here, else the character itself. */
function replacementAt(bytes: Uint8Array, at: number, { sequences, replacements }: CharacterTable): Replacement {
  let place = NONE;
  let end = at;
  let node = ROOT;
  for (let i = at; i < bytes.length; i += 1) {
    node = sequences.next(node, bytes[i] as number);
    if (node === NONE) break;
    const value = sequences.value(node);
    if (value === NONE) continue;
    place = value;
    end = i + 1;
  }
  if (place === NONE) {
    const to = at + characterLength(bytes[at] as number);
    return { source: bytes, from: at, to, consumed: to - at };
  }
  return { source: replacements, from: place, to: replacements.indexOf(0, place), consumed: end - at };
}

/** How many bytes a character has that begins with this one. */
export function characterLength(first: number): number {
  return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

function withoutLastSpaces(bytes: number[]): number[] {
  let end = bytes.length;
  while (end >= 3 && VISIBLE_SPACE.every((byte, at) => bytes[end - 3 + at] === byte)) end -= 3;
  return bytes.slice(0, end);
}
