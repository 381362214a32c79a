import { mark } from './border';

/** Paints a text, or leaves it as it is. */
type Paint = (text: string) => string;

export type Colors = Readonly<Record<keyof typeof CODES, Paint>>;

/** What begins and ends each, as terminals number them. */
const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

/** Colours for what goes to this stream: `NO_COLOR` and `FORCE_COLOR` decide, else whether it is a terminal. */
export function colorsFor(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv = process.env): Colors {
  const isWanted = Boolean(env['FORCE_COLOR']) || (stream.isTTY === true && env['TERM'] !== 'dumb');
  const paint = ([begin, end]: readonly [number, number]): Paint =>
    isWanted && !env['NO_COLOR'] ? (text) => `${mark(begin)}${text}${mark(end)}` : (text) => text;
  const { bold, dim, red, green, yellow, cyan } = CODES;
  return {
    bold: paint(bold),
    dim: paint(dim),
    red: paint(red),
    green: paint(green),
    yellow: paint(yellow),
    cyan: paint(cyan),
  };
}
