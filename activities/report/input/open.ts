import { readCsv } from './csv';
import { decode } from './decode';
import { InputFault } from './fault';
import type { Grid } from './grid';
import { readJson } from './json';
import { isZip, refuseMarkup, refuseOthers } from './kinds';
import { readWorkbook } from './workbook';

/** What a person may say about a file where looking at it is not enough. Part of what decides the id of a run. */
export interface ReadingOptions {
  /** Names of the columns with comments, each a question of its own; or their places from 1. */
  readonly columns?: readonly string[] | undefined;
  /** Names of the columns that say of those who wrote what they are, or their places from 1. */
  readonly attributes?: readonly string[] | undefined;
  /** A name of the Encoding Standard: `windows-1252`, `shift_jis`. */
  readonly encoding?: string | undefined;
  /** One character, or `tab`. */
  readonly delimiter?: string | undefined;
}

/**
 * The lines of a file, by what it is and not by its name.
 * @param maxLines more are not read; one more than a report takes is enough to know.
 * @throws InputFault
 */
export function openFile(bytes: Uint8Array, { encoding, delimiter }: ReadingOptions, maxLines: number): Grid {
  if (bytes.length === 0) {
    throw new InputFault('EMPTY_FILE', {
      what: 'The file is empty',
      where: '0 bytes',
      why: 'there is nothing to analyse',
      remedy: 'Send a table with a header line and one comment a row',
    });
  }
  if (isZip(bytes)) return readWorkbook(bytes, maxLines);
  refuseOthers(bytes);
  const { text, encoding: found, damaged = 0 } = decode(bytes, encoding);
  refuseMarkup(text);
  const grid = (delimiter === undefined ? readJson(text) : undefined) ?? {
    form: 'CSV',
    ...readCsv(text, delimiter, maxLines),
  };
  const damage = damaged === 0 ? [] : [`${damaged} characters are not valid ${found} and stand as \uFFFD`];
  return { ...grid, encoding: found, notes: [...damage, ...grid.notes] };
}
