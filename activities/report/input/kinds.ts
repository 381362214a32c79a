/** What a file is, by its first bytes and never by its name. */
import { InputFault } from './fault';

const SPREADSHEET = 'Open it in a spreadsheet and save it as "Excel workbook (.xlsx)" or "CSV UTF-8"';
const TABLE = 'Export the comments as a table: CSV, Excel workbook (.xlsx) or JSON';

/** Files that are often sent in place of a table, and the way on. */
const OTHERS: readonly { starts: string; kind: string; remedy: string }[] = [
  { starts: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', kind: 'an old Excel workbook or Word document', remedy: SPREADSHEET },
  { starts: '%PDF-', kind: 'a PDF', remedy: TABLE },
  { starts: '\x89PNG', kind: 'an image (PNG)', remedy: TABLE },
  { starts: '\xff\xd8\xff', kind: 'an image (JPEG)', remedy: TABLE },
  { starts: 'GIF8', kind: 'an image (GIF)', remedy: TABLE },
  { starts: 'RIFF', kind: 'an image, a sound or a film', remedy: TABLE },
  { starts: '{\\rtf', kind: 'a text document (RTF)', remedy: TABLE },
  { starts: 'SQLite format 3', kind: 'a database (SQLite)', remedy: TABLE },
  { starts: '\x1f\x8b', kind: 'compressed (gzip)', remedy: 'Decompress it (gunzip), then send what was in it' },
  { starts: 'BZh', kind: 'compressed (bzip2)', remedy: 'Decompress it (bunzip2), then send what was in it' },
  { starts: '7z\xbc\xaf', kind: 'an archive (7z)', remedy: 'Take the table out of it and send that' },
  { starts: 'Rar!', kind: 'an archive (RAR)', remedy: 'Take the table out of it and send that' },
];
const LONGEST = 16;

const startOf = (bytes: Uint8Array): string => Buffer.from(bytes.subarray(0, LONGEST)).toString('latin1');

export const isZip = (bytes: Uint8Array): boolean => ['PK\x03\x04', 'PK\x05\x06'].includes(startOf(bytes).slice(0, 4));

/** @throws InputFault `OTHER_KIND`, saying what it is and how to come from there to a table. */
export function refuseOthers(bytes: Uint8Array): void {
  const start = startOf(bytes);
  const other = OTHERS.find(({ starts }) => start.startsWith(starts));
  if (other !== undefined) throw otherKind(other.kind, other.remedy);
}

/** What `.xls` files of many web applications are. */
export function refuseMarkup(text: string): void {
  const start = text.slice(0, 1000).trimStart().toLowerCase();
  if (/^(?:<!doctype html|<html|<table|<meta|<head|<body)/.test(start)) {
    throw otherKind('a web page (HTML), whatever its name says', SPREADSHEET);
  }
  if (start.startsWith('<?xml') || start.startsWith('<workbook')) {
    throw otherKind('XML, as Excel 2003 and feeds write it', SPREADSHEET);
  }
}

/** A zip without the parts of a workbook. */
export function otherZip(names: readonly string[]): InputFault {
  if (names.some((name) => name === 'content.xml')) return otherKind('an OpenDocument file (ODS, ODT)', SPREADSHEET);
  if (names.some((name) => name.startsWith('word/'))) return otherKind('a Word document', TABLE);
  if (names.some((name) => name.startsWith('ppt/'))) return otherKind('a presentation', TABLE);
  if (names.some((name) => name === 'xl/workbook.bin'))
    return otherKind('a binary Excel workbook (.xlsb)', SPREADSHEET);
  return otherKind('an archive (zip)', 'Take the table out of it and send that');
}

function otherKind(kind: string, remedy: string): InputFault {
  const why = 'comments are read from CSV, Excel workbooks (.xlsx), JSON and JSON lines';
  return new InputFault('OTHER_KIND', { what: `The file is ${kind}`, where: 'its first bytes', why, remedy });
}
