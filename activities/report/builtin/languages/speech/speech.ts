/**
 * How a language takes sides and repeats itself: small lists, by which two claims are told to be one, or to contradict each other. Everything
 * is in small letters. What no list knows is compared as it is written, so a list that is too short costs a repetition or a contradiction
 * that is not seen; it makes none up.
 */
export interface Table {
  /** Whether words have spaces between them. Where not, listed words are looked for inside the text. */
  readonly spaced?: boolean;
  /** The locale of its small letters, where they are its own (Turkish İ and I). */
  readonly locale?: string;
  /** Done to a text first, in this order: other ways to write the same. */
  readonly rewrites?: readonly (readonly [RegExp, string])[];
  /** Words between parts that may change places. */
  readonly and?: string;
  /** Words that add nothing to what is claimed, wherever they stand. */
  readonly fillers?: string;
  /** The singular, or whatever else two forms of a word have in common that mean the same. */
  readonly base?: (word: string) => string;
  /** Done to the beginning of a part. */
  readonly begin?: (part: string) => string;
  /** Ways to begin and to end a demand: with and without them it is the same. */
  readonly openings?: readonly RegExp[];
  readonly endings?: RegExp;
  /** With one of these the order of the parts matters. */
  readonly hinges: string;
  /** Other words of which one more makes another claim. */
  readonly leanings?: string;
  /** Words that turn a sentence round. */
  readonly negations: string;
  /** Words and their opposites, each list on one side: "raise it" and "increase it" do not contradict each other. */
  readonly opposites?: readonly (readonly [string, string])[];
  /** Words that come with a negation. */
  readonly auxiliaries?: string;
  /** Whoever doubts takes no side. */
  readonly doubts: string;
  /** "It is a disaster": nobody knows what. */
  readonly nameless: string;
  /** How a sentence begins that is about what was said before it: "this must change", "needs to change". */
  readonly pointers?: RegExp;
  /** For and against what stands in the group of the first that matches; those against are tried first. */
  readonly supports: readonly RegExp[];
  readonly opposes: readonly RegExp[];
  /** What the forms of a word have in common: sides are taken on the matter, in whatever case. */
  readonly stem?: ((word: string) => string) | undefined;
}

export interface Side {
  readonly name: string;
  /** Whether a word stands on the other side of its list. */
  readonly turned: boolean;
}

export interface Speech extends Pick<Table, 'locale' | 'endings' | 'pointers' | 'supports' | 'opposes'> {
  readonly spaced: boolean;
  readonly rewrites: readonly (readonly [RegExp, string])[];
  readonly openings: readonly RegExp[];
  readonly base: (word: string) => string;
  readonly begin: (part: string) => string;
  readonly stem: (word: string) => string;
  readonly seams: ReadonlySet<string>;
  readonly fillers: ReadonlySet<string>;
  readonly hinges: ReadonlySet<string>;
  readonly negations: ReadonlySet<string>;
  readonly auxiliaries: ReadonlySet<string>;
  readonly doubts: ReadonlySet<string>;
  readonly nameless: ReadonlySet<string>;
  readonly sideOf: (word: string) => Side | undefined;
  /** Whether a claim with this word more is another claim. */
  readonly turns: (word: string) => boolean;
  /** A run of letters in the words that are looked for and what stands between them. */
  readonly wordsIn: (run: string) => readonly string[];
}

const wordsOf = (list = ''): string[] => list.split(' ').filter((word) => word !== '');
const same = (text: string): string => text;
const SEAMS = [',', ';', '.', '!', '\n'];

export function speech(table: Table): Speech {
  const { stem = same, spaced = true, rewrites = [], openings = [], base = same, begin = same } = table;
  const sides = sidesOf(table.opposites ?? [], stem);
  const [negations, hinges, leanings] = [table.negations, table.hinges, table.leanings].map(wordsOf);
  const [fillers, auxiliaries, doubts] = [table.fillers, table.auxiliaries, table.doubts].map(wordsOf);
  const turning = new Set([negations, hinges, leanings].flatMap((words) => words ?? []));
  const sideOf = (word: string): Side | undefined => sides.get(word) ?? sides.get(stem(word));
  const listed = [...turning, ...(fillers ?? []), ...(auxiliaries ?? []), ...(doubts ?? []), ...sides.keys()];
  return {
    ...table,
    spaced,
    rewrites,
    openings,
    base,
    begin,
    stem,
    seams: new Set([...SEAMS, ...wordsOf(table.and)]),
    fillers: new Set(fillers),
    hinges: new Set([...(negations ?? []), ...(hinges ?? [])]),
    negations: new Set(negations),
    auxiliaries: new Set(auxiliaries),
    doubts: new Set(doubts),
    nameless: new Set(wordsOf(table.nameless)),
    sideOf,
    // Numbers turn too: "20 mph" is not "30 mph".
    turns: (word) => turning.has(word) || sideOf(word) !== undefined || /\p{N}/u.test(word),
    wordsIn: spaced ? (run) => [run] : cutter(listed),
  };
}

function sidesOf(opposites: readonly (readonly [string, string])[], stem: (word: string) => string): Map<string, Side> {
  const sides = new Map<string, Side>();
  for (const [one, other] of opposites) {
    for (const word of wordsOf(one))
      for (const form of [word, stem(word)]) sides.set(form, { name: one, turned: false });
    for (const word of wordsOf(other))
      for (const form of [word, stem(word)]) if (!sides.has(form)) sides.set(form, { name: one, turned: true });
  }
  return sides;
}

/** The longest listed word first: "没有" before "没". */
function cutter(listed: readonly string[]): (run: string) => readonly string[] {
  const longest = [...new Set(listed)].toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const words = new RegExp(`(${longest.join('|')})`, 'u');
  return (run) => run.split(words).filter((piece) => piece !== '');
}

const EDGE = '(?:(?<![\\p{L}\\p{M}])(?=[\\p{L}\\p{M}])|(?<=[\\p{L}\\p{M}])(?![\\p{L}\\p{M}]))';

/** A pattern in which `\b` knows the letters of all scripts. */
export function pattern({ raw }: TemplateStringsArray, ...values: readonly string[]): RegExp {
  return new RegExp(String.raw({ raw }, ...values).replaceAll('\\b', EDGE), 'gu');
}
