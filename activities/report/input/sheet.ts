/** The XML of a workbook, read as it streams by: a tree of a large sheet would be many times its size. */
import { Parser } from 'htmlparser2';
import { InputFault } from './fault';
import type { Line } from './grid';

type Attributes = Readonly<Record<string, string>>;

/** A cell may say that it stands in column 16,384, in each of a million rows. */
const MAX_CELLS = 5_000_000;
const MAX_MERGED_CELLS = 500_000;

function parse(xml: string, handler: ConstructorParameters<typeof Parser>[0]): void {
  const parser = new Parser(handler, { xmlMode: true });
  parser.write(xml);
  parser.end();
}

/** Those of every element of a name. */
export function attributesIn(xml: string, element: string): Attributes[] {
  const found: Attributes[] = [];
  parse(xml, {
    onopentag: (name, attributes) => {
      if (localName(name) === element) found.push(attributes);
    },
  });
  return found;
}

/** The texts that cells name by their number. Reading aids above Japanese words are no part of them. */
export function readStrings(xml: string): string[] {
  const strings: string[] = [];
  let [text, inText, aside] = ['', false, false];
  parse(xml, {
    onopentagname: (name) => {
      const local = localName(name);
      if (local === 'si') text = '';
      if (local === 'rPh') aside = true;
      inText = local === 't' && !aside;
    },
    ontext: (part) => {
      if (inText) text += part;
    },
    onclosetag: (name) => {
      const local = localName(name);
      if (local === 'si') strings.push(unescaped(text));
      if (local === 'rPh') aside = false;
      inText = false;
    },
  });
  return strings;
}

/** What is longer may be a comment, which one person made once. */
const MAX_MERGED_WORDS = 3;

/**
 * A cell that is merged over several rows stands in the first of them: the name of a person, a district. What it says holds for the others
 * too, in its first column.
 */
export function fillMerged(xml: string, lines: readonly Line[]): Line[] {
  const byRow = new Map(lines.map((line) => [line.at, [...line.cells]]));
  const end = lines.at(-1)?.at ?? 0;
  let filled = 0;
  for (const { ref = '' } of attributesIn(xml, 'mergeCell')) {
    const [, letters, first = 0, last = 0] = /^([A-Z]{1,3})(\d+):[A-Z]{1,3}(\d+)$/.exec(ref) ?? [];
    const at = columnOf(letters);
    const said = at === undefined ? '' : (byRow.get(Number(first))?.[at] ?? '');
    if (at === undefined || said === '' || said.split(/\s+/).length > MAX_MERGED_WORDS) continue;
    for (let row = Number(first) + 1; row <= Math.min(Number(last), end); row += 1) {
      filled += 1;
      if (filled > MAX_MERGED_CELLS) throw tooManyCells(MAX_MERGED_CELLS);
      const cells = byRow.get(row) ?? [];
      while (cells.length < at) cells.push('');
      cells[at] = said;
    }
  }
  return lines.map((line) => ({ at: line.at, cells: byRow.get(line.at) ?? line.cells }));
}

/** @throws InputFault `TOO_LARGE` for more cells than a report is made of. */
export function readSheet(xml: string, strings: readonly string[], maxLines: number): Line[] {
  const lines: Line[] = [];
  let row: { cells: string[]; at: number } | undefined;
  let cell: { at: number; type: string; text: string } | undefined;
  let [inValue, cells] = [false, 0];
  parse(xml, {
    onopentag: (name, attributes) => {
      const local = localName(name);
      if (local === 'row') row = { cells: [], at: Number(attributes['r']) || (lines.at(-1)?.at ?? 0) + 1 };
      else if (local === 'c') {
        const at = columnOf(attributes['r']) ?? row?.cells.length ?? 0;
        cell = { at, type: attributes['t'] ?? 'n', text: '' };
      }
      inValue = cell !== undefined && (local === 'v' || local === 't');
    },
    ontext: (part) => {
      if (inValue && cell !== undefined) cell.text += part;
    },
    onclosetag: (name) => {
      const local = localName(name);
      inValue = false;
      if (local === 'c' && cell !== undefined && row !== undefined) {
        const text = valueOf(cell, strings);
        if (text !== '') {
          cells += cell.at + 1 - Math.min(row.cells.length, cell.at);
          if (cells > MAX_CELLS) throw tooManyCells(MAX_CELLS);
          while (row.cells.length < cell.at) row.cells.push('');
          row.cells[cell.at] = text;
        }
        cell = undefined;
      } else if (local === 'row' && row !== undefined) {
        if (row.cells.length > 0 && lines.length < maxLines) lines.push(row);
        row = undefined;
      }
    },
  });
  return lines;
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

function valueOf({ type, text }: { type: string; text: string }, strings: readonly string[]): string {
  if (type === 's') return strings[Number(text)] ?? '';
  if (type === 'b') return text === '1' ? 'true' : 'false';
  return type === 'e' ? '' : unescaped(text);
}

/** `AB12` is column 28, which is 27 from 0. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0];
  if (letters === undefined) return undefined;
  return Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** Excel writes characters that XML has not as `_x000D_`. */
const unescaped = (text: string): string =>
  text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

function tooManyCells(most: number): InputFault {
  return new InputFault('TOO_LARGE', {
    what: 'The sheet has too many cells',
    where: 'unpacked',
    why: `more than ${most} are not read`,
    remedy: 'Save the columns with the comments as "CSV UTF-8" and send that',
  });
}
