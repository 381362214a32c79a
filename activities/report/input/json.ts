import { InputFault } from './fault';
import type { Grid, Line } from './grid';

type Item = Readonly<Record<string, unknown>>;
const isItem = (value: unknown): value is Item => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The column of a list of bare texts. */
const ONLY = 'comment';
const MAX_COLUMNS = 5_000;

/**
 * The lines of JSON (a list of objects or texts, or an object that holds one, as APIs answer) or of JSON lines; undefined where the
 * text begins like neither. Objects in objects give columns like `author.name`, and a list of answers those like `answers.Your idea`; other lists in them are not read.
 * @throws InputFault `MALFORMED_JSON` where it begins so and goes on otherwise.
 */
export function readJson(text: string): Grid | undefined {
  const start = text.slice(0, 1000).trimStart();
  if (!/^(?:\{\s*["}]|\[\s*[[{"\]])/.test(start)) return undefined;
  const whole = parsed(text);
  if (whole.ok && !isOneRecord(whole.value, text)) return gridOf('JSON', listIn(whole.value));
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '');
  const items = lines.map(parsed);
  if (items[0]?.ok !== true) {
    // `[draft] We need …` is text, not JSON.
    if (!start.startsWith('{') && !/^\[\s*\{/.test(start)) return undefined;
    throw malformed('the file', whole.ok ? '' : whole.why);
  }
  const broken = items.findIndex(({ ok }) => !ok);
  if (broken >= 0) throw malformed(`line ${broken + 1}`, 'it is no JSON, as the lines before it are');
  return gridOf(
    'JSON lines',
    items.map((item) => (item.ok ? item.value : undefined)),
  );
}

type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly why: string };

function parsed(text: string): Parsed {
  try {
    return { ok: true, value: JSON.parse(text.replace(/^\uFEFF/, '')) };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : String(error) };
  }
}

/** A single line that is an object without a list in it: JSON lines with one line. */
const isOneRecord = (value: unknown, text: string): boolean =>
  isItem(value) && !/[\r\n]/.test(text.trim()) && listsIn(value, MAX_DEPTH).length === 0;

/** Of objects in objects that a list, or what an item says, may lie in: `{ data: { component: { proposals: { nodes: [ … ] } } } }`. */
const MAX_DEPTH = 6;

/** The list itself, or the longest list of objects or texts in the object or in those that it holds. */
function listIn(value: unknown): readonly unknown[] {
  const [longest = []] = listsIn(value, MAX_DEPTH).toSorted((a, b) => b.length - a.length);
  return longest;
}

function listsIn(value: unknown, deeper: number): (readonly unknown[])[] {
  if (Array.isArray(value)) return [value];
  return isItem(value) && deeper > 0 ? Object.values(value).flatMap((one) => listsIn(one, deeper - 1)) : [];
}

function gridOf(form: string, items: readonly unknown[]): Grid {
  const columns = new Map<string, number>();
  const column = (name: string): number => {
    const at = columns.get(name) ?? columns.size;
    columns.set(name, at);
    if (columns.size > MAX_COLUMNS) throw malformed('the file', `it has more than ${MAX_COLUMNS} different names`);
    return at;
  };
  const lines = items.map((item, at): Line => {
    const cells: string[] = [];
    if (Array.isArray(item)) item.forEach((value, index) => (cells[column(`column ${index + 1}`)] = textOf(value)));
    else if (isItem(item)) flatten(item, '', (name, value) => (cells[column(name)] = value));
    else cells[column(ONLY)] = textOf(item);
    return { cells: Array.from(cells, (cell: string | undefined) => cell ?? ''), at: at + 1 };
  });
  return { form, lines, header: [...columns.keys()], notes: [] };
}

type Cell = (name: string, value: string) => void;

/** As APIs have it: `author.name`, GeoJSON's `properties.comment`, `answers.q1.text`. */
function flatten(item: Item, prefix: string, set: Cell, deeper = MAX_DEPTH): void {
  for (const [key, value] of Object.entries(item)) {
    if (isItem(value)) {
      if (deeper > 1) flatten(value, `${prefix}${key}.`, set, deeper - 1);
    } else if (Array.isArray(value)) {
      if (ANSWERS.test(key)) setAnswers(value, `${prefix}${key}.`, set);
    } else set(prefix + key, textOf(value));
  }
}

/** A list of answers, as survey tools have it, each of which names its question. */
const ANSWERS = /^(?:answers|responses|fields|questions)$/i;
/** Where the name stands, and where what was said; best first. */
const QUESTION = 'question question.text question.title field.title field.ref field.id title label name ref key'.split(
  ' ',
);
const ANSWER = 'answer answer.text answer.value text value response choice.label number'.split(' ');

function setAnswers(list: readonly unknown[], prefix: string, set: Cell): void {
  for (const item of list.filter(isItem)) {
    const first = (paths: readonly string[]): string =>
      paths.map((path) => textOf(at(item, path))).find((text) => text !== '') ?? '';
    const [question, answer] = [first(QUESTION), first(ANSWER)];
    if (question !== '' && answer !== '') set(prefix + question, answer);
  }
}

const at = (item: Item, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => (isItem(value) ? value[key] : undefined), item);

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function malformed(where: string, why: string): InputFault {
  const remedy = 'Send a list of objects ([{"comment": "…"}, …]), or one object a line';
  return new InputFault('MALFORMED_JSON', { what: 'The file begins like JSON and is none', where, why, remedy });
}
