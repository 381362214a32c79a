/** What every form of file becomes first: lines of cells, as they stand in it. */
export interface Line {
  readonly cells: readonly string[];
  /** Where it begins in the file, from 1: a line of text, a row of a sheet, an item of a list. */
  readonly at: number;
}

export interface Grid {
  /** `CSV`, `Excel workbook` … */
  readonly form: string;
  readonly encoding?: string;
  /** As people say it: `comma`, `tab`. */
  readonly delimiter?: string;
  /** The delimiter itself. */
  readonly separator?: string;
  readonly lines: readonly Line[];
  /** The names of columns are known and are not among the lines. */
  readonly header?: readonly string[];
  /** What was met on the way and does no harm. */
  readonly notes: readonly string[];
}
