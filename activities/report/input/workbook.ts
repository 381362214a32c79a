import { strFromU8, unzipSync } from 'fflate';
import { InputFault } from './fault';
import type { Grid, Line } from './grid';
import { otherZip } from './kinds';
import { attributesIn, fillMerged, readSheet, readStrings } from './sheet';

/** A zip of 5 MB may hold 5 GB: what it says of its sizes is added up first, and no more than that is unpacked. */
const MAX_UNPACKED_BYTES = 256 * 1024 * 1024;
const MAX_SHEETS = 50;

/**
 * The lines of an Excel workbook (.xlsx, also of LibreOffice and Google): those of the sheet with the most text, formulas as what they
 * showed last. Dates are the numbers that Excel counts days with.
 * @throws InputFault `OTHER_KIND` for another zip, `MALFORMED_WORKBOOK`, `TOO_LARGE` unpacked.
 */
export function readWorkbook(bytes: Uint8Array, maxLines: number): Grid {
  const parts = unpack(bytes);
  const strings = parts.has('xl/sharedStrings.xml') ? readStrings(part(parts, 'xl/sharedStrings.xml')) : [];
  const sheets = sheetsOf(parts).map(({ name, path }): Sheet => {
    const xml = part(parts, path);
    return { name, lines: fillMerged(xml, readSheet(xml, strings, maxLines)) };
  });
  const [best] = sheets.toSorted((a, b) => characters(b.lines) - characters(a.lines));
  if (best === undefined) throw malformed('it has no sheet with cells');
  return { form: 'Excel workbook', lines: best.lines, notes: unread(best, sheets) };
}

interface Sheet {
  readonly name: string;
  readonly lines: readonly Line[];
}

/** Ids often begin again on the next sheet, so that sheets of one form are not put together unasked. */
function unread(best: Sheet, sheets: readonly Sheet[]): string[] {
  const others = sheets.filter((sheet) => sheet !== best && sheet.lines.length > 0);
  if (others.length === 0) return [];
  const read = JSON.stringify(best.name);
  const headOf = ({ lines }: Sheet): string => JSON.stringify(lines[0]?.cells);
  const alike = others.filter((sheet) => sheet.lines.length > 1 && headOf(sheet) === headOf(best));
  return [
    `sheet ${read} is read, not: ${others.map(({ name }) => JSON.stringify(name)).join(', ')}`,
    ...alike.map(
      ({ name }) =>
        `sheet ${JSON.stringify(name)} has the same columns: copy its rows below those of ${read} to have both in one report`,
    ),
  ];
}

function unpack(bytes: Uint8Array): Map<string, Uint8Array> {
  const names: string[] = [];
  let unpacked = 0;
  try {
    const parts = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        names.push(name);
        const wanted = /^xl\/(?:workbook\.xml|_rels\/workbook\.xml\.rels|sharedStrings\.xml|worksheets\/[^/]+\.xml)$/;
        if (!wanted.test(name)) return false;
        unpacked += originalSize;
        if (unpacked > MAX_UNPACKED_BYTES) throw tooLarge();
        return true;
      },
    });
    if (!('xl/workbook.xml' in parts)) throw otherZip(names);
    return new Map(Object.entries(parts));
  } catch (cause) {
    if (cause instanceof InputFault) throw cause;
    throw malformed(cause instanceof Error ? cause.message : String(cause), cause);
  }
}

/** A zip may say that a part is smaller than it is; what is cut off then is somebody's comment. */
function part(parts: ReadonlyMap<string, Uint8Array>, path: string): string {
  const xml = strFromU8(parts.get(path) ?? new Uint8Array());
  if (!/<(?:\/[\w:]+|[^<>]*\/)>\s*$/.test(xml.slice(-1000))) throw malformed(`${path} breaks off`);
  return xml;
}

/** In the order of the tabs. */
function sheetsOf(parts: ReadonlyMap<string, Uint8Array>): { name: string; path: string }[] {
  const targets = new Map(
    attributesIn(part(parts, 'xl/_rels/workbook.xml.rels'), 'Relationship').map(({ Id = '', Target = '' }) => [
      Id,
      Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`,
    ]),
  );
  const sheets = attributesIn(part(parts, 'xl/workbook.xml'), 'sheet');
  return sheets.slice(0, MAX_SHEETS).flatMap(({ name = '', 'r:id': id = '' }) => {
    const path = targets.get(id);
    return path !== undefined && parts.has(path) ? [{ name, path }] : [];
  });
}

const characters = (lines: readonly Line[]): number =>
  lines.reduce((sum, { cells }) => sum + cells.reduce((all, cell) => all + cell.length, 0), 0);

function malformed(why: string, cause?: unknown): InputFault {
  const facts = { what: 'The Excel workbook cannot be read', where: 'the file', why: why.replace(/\.$/, '') };
  const remedy = 'Open it in a spreadsheet and save it again, as "Excel workbook (.xlsx)" or "CSV UTF-8"';
  return new InputFault('MALFORMED_WORKBOOK', { ...facts, remedy }, { cause });
}

function tooLarge(): InputFault {
  return new InputFault('TOO_LARGE', {
    what: 'The Excel workbook is too large',
    where: 'unpacked',
    why: `it would be more than ${MAX_UNPACKED_BYTES / 2 ** 20} MiB`,
    remedy: 'Save the sheet with the comments as "CSV UTF-8" and send that',
  });
}
