/**
 * What may be said to a run: the shape of every message, of the second argument of a pipeline and of its input, and the size
 * of each part. Whoever sends may be any program, so nothing is taken for granted: runs use this at their door, clients
 * before they send. Plain code without imports, because both load it.
 */

const KIB = 1024;

/** Every bound of what is said to a run or stays in its workflow. Bytes are of JSON in UTF-8. */
export const sizes = {
  /** Of names: of steps, answers, facts, and of the run. */
  nameBytes: 200,
  reasonCharacters: 1000,
  /** Of an answer, an input, and what `run.once` remembers. */
  inlineBytes: 16 * KIB,
  /** Of what a body looks into behind a reference, where it asks for so much. */
  valueBytes: 64 * KIB,
  /** Levels of objects and lists in one another. */
  depth: 100,
  /** Inputs of the calls of a run that are not answered yet, together. */
  callsBytes: 1024 * KIB,
  /** What `run.once` and `run.waitFor` remember in one run, together. */
  factsBytes: 512 * KIB,
  facts: 1000,
  /** What a body returns. */
  resultBytes: 512 * KIB,
  /** Of `runTimeout`: a timer that Temporal can still hold. */
  timeoutMs: 365 * 24 * 3600 * 1000,
} as const;

interface Field {
  /** Completes "must be …". */
  readonly what: string;
  readonly fits: (value: unknown) => boolean;
  /** May be left out; null counts as left out, as other languages send it. */
  readonly optional?: true;
}
export type Shape = Readonly<Record<string, Field>>;

const isName = (value: unknown): value is string =>
  typeof value === 'string' && value.trim() !== '' && utf8Bytes(value) <= sizes.nameBytes;
/** The name of a step, a label of 80 characters, what it undoes, and a number. */
const CALL_BYTES = 1200;
const NAME: Field = { what: `a name of 1 to ${sizes.nameBytes} bytes`, fits: isName };
const STEP: Field = {
  what: `the name of a step, such as 'report.claims', of at most ${sizes.nameBytes} bytes without a colon`,
  fits: (value) => isName(value) && !value.includes(':'),
};
/** A step, or one call of it: `report.claims #2`, `report.claims [day 3]`. */
const CALL: Field = {
  what: `the name of a step or of a call, such as 'report.claims', of at most ${CALL_BYTES} bytes`,
  fits: (value) => typeof value === 'string' && value.trim() !== '' && utf8Bytes(value) <= CALL_BYTES,
};
const REASON: Field = {
  what: `a reason of 1 to ${sizes.reasonCharacters} characters`,
  fits: (value) => typeof value === 'string' && value.trim() !== '' && value.length <= sizes.reasonCharacters,
};
const YES_OR_NO: Field = { what: 'true or false', fits: (value) => typeof value === 'boolean', optional: true };
const JSON_VALUE: Field = {
  what: `JSON of at most ${sizes.inlineBytes} bytes, ${sizes.depth} levels deep`,
  fits: (value) => fitsInline(value),
};
const EXHAUSTED: Field = {
  what: "'pause' or 'fail'",
  fits: (value) => value === 'pause' || value === 'fail',
  optional: true,
};
/** Read where it is used (law.ts): what a duration is, Temporal's SDK says. */
const DURATION: Field = {
  what: "a duration, such as '30 minutes'",
  fits: (value) => typeof value === 'number' || (typeof value === 'string' && value.length <= 40),
  optional: true,
};

const again: Shape = { from: { ...STEP, optional: true }, failedItems: YES_OR_NO, fresh: YES_OR_NO };

/** By the wire name of the update. */
export const messages = {
  retryStep: { step: CALL, ...again },
  skipStep: { step: CALL, reason: REASON },
  pauseRun: { reason: REASON },
  resumeRun: {},
  answer: { name: NAME, value: JSON_VALUE },
} as const satisfies Readonly<Record<string, Shape>>;

const EXECUTION: Field = {
  what: 'the run id of an earlier execution',
  fits: isName,
  optional: true,
};
const START: Shape = { ...again, onFailure: EXHAUSTED, runTimeout: DURATION, continues: EXECUTION };

/**
 * The fields of a message, without those that are left out.
 * @throws Misshapen, naming the field, what it must be and what all of it looks like.
 */
export function shaped(what: string, shape: Shape, value: unknown): Readonly<Record<string, unknown>> {
  const none = Object.keys(shape).length === 0;
  if (none && (value === undefined || value === null)) return {};
  if (!isPlain(value)) throw new Misshapen(`${what} takes ${told(shape)}, not ${kindOf(value)}`);
  const unknown = Object.keys(value).find((key) => !Object.hasOwn(shape, key));
  if (unknown !== undefined) throw new Misshapen(`${what} knows no field ${quoted(unknown)}; it takes ${told(shape)}`);
  const given = new Map(Object.entries(value).filter(([, field]) => field !== undefined));
  for (const [key, field] of Object.entries(shape)) {
    if (field.optional && given.get(key) === null) given.delete(key);
    const isLeftOut = !given.has(key);
    if (isLeftOut ? field.optional : field.fits(given.get(key))) continue;
    const found = isLeftOut ? 'it is missing' : `it is ${kindOf(given.get(key))}`;
    throw new Misshapen(`${what}: '${key}' must be ${field.what}; ${found}`);
  }
  return Object.fromEntries(given);
}

/** Why a second argument cannot be obeyed. @throws Misshapen. */
export function checkedStart(options: unknown): Readonly<Record<string, unknown>> {
  const start = shaped('The second argument of a pipeline', START, options ?? {});
  if (start['fresh'] === true && start['from'] === undefined && start['failedItems'] !== true) {
    throw new Misshapen("'fresh' alone pays for nothing again: say what, with 'from' or 'failedItems'");
  }
  return start;
}

/** @throws Misshapen for an input that no pipeline can take, whatever its schema. */
export function checkInput(input: unknown): void {
  if (input === undefined) return;
  const bytes = isBytes(input) ? undefined : jsonBytes(input);
  if (bytes === undefined || !isFlat(input)) {
    throw new Misshapen(`The input must be JSON, at most ${sizes.depth} levels deep; it is ${kindOf(input)}`);
  }
  if (bytes > sizes.inlineBytes) {
    const most = `at most ${sizes.inlineBytes}: upload large input and pass its blob`;
    throw new Misshapen(`The input has ${bytes} bytes, ${most}`);
  }
}

/** @throws Misshapen for an id that no run can have. */
export function checkId(id: unknown): void {
  if (!isName(id))
    throw new Misshapen(`The id of a run must be ${NAME.what}; it is ${kindOf(id)}. Use a shorter one, such as a hash`);
}

/** What was said has not the shape that it must have. Its message holds nothing long, and no control characters. */
export class Misshapen extends Error {}

/** Bytes of a value as JSON in UTF-8; undefined when it has no JSON form (BigInt, a cycle, a function, too deep). */
export function jsonBytes(value: unknown): number | undefined {
  if (value === undefined) return 0;
  try {
    // The types say that there always is a text; of a function there is none.
    const text = JSON.stringify(value) as string | undefined;
    return text === undefined ? undefined : utf8Bytes(text);
  } catch {
    return undefined;
  }
}

export function utf8Bytes(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** Whether it is JSON that may travel inline. */
export const fitsInline = (value: unknown): boolean =>
  value !== undefined && !isBytes(value) && (jsonBytes(value) ?? Infinity) <= sizes.inlineBytes && isFlat(value);

/** Deep JSON overflows the stack of whoever writes it (JSON.stringify at about 7,000 levels). */
function isFlat(value: unknown, levels: number = sizes.depth): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isFlat(inner, levels - 1));
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return Object.prototype.toString.call(value) === '[object Object]';
}

const isBytes = (value: unknown): boolean => ArrayBuffer.isView(value);

function told(shape: Shape): string {
  const fields = Object.entries(shape).map(([key, { optional }]) => (optional ? `${key}?` : key));
  return fields.length === 0 ? 'no argument' : `{ ${fields.join(', ')} }`;
}

/** What a value is, in a few words that do not repeat it when it is long. */
function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (typeof value === 'string') return value.length > 40 ? `text of ${value.length} characters` : quoted(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isBytes(value)) return 'bytes, not JSON';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** Text from outside, short, without control characters and lone surrogates. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
