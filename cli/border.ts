/**
 * Everything that is written to a terminal, a pipe or a file passes here. Ids, reasons, messages, names and titles come from
 * outside: what a terminal would obey, or what would turn the order of a line around, does not get through.
 */
import { randomBytes } from 'node:crypto';
import { harmless } from './live/text';

/** In marks of our own. Nobody outside knows it, so nothing that they write is taken for a colour. */
const WORD = randomBytes(9).toString('hex');
const MARKS = new RegExp(`\u001B\\]${WORD};(\\d+)\u0007`);

/** Stands for a colour until the border makes it one. Takes no column: a terminal ignores it, should it ever see it. */
export const mark = (code: number): string => `\u001B]${WORD};${code}\u0007`;

/** One line: our colours, and else no control character, no line break and no override of direction. */
export function shown(line: string): string {
  const pieces = line.split(MARKS);
  return pieces.map((piece, i) => (i % 2 === 1 ? `\u001B[${piece}m` : harmless(piece))).join('');
}

/** Lines of somebody else's text. Those after the first stand in, so that none passes for a line of ours. */
export const shownLines = (text: string): string => text.split('\n').map(shown).join('\n    ');

/** JSON escapes only what is below the space. */
const UNESCAPED = /[\u007F-\u009F\u2028-\u202E\u2066-\u2069]/g;

/** JSON that shows nothing but itself. */
export function jsonOf(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, undefined, indent) as string | undefined;
  return (text ?? 'null').replace(UNESCAPED, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
