/** The rows of the table that `npm run test:limits` ends with, and how long its scenarios last. */
import { appendFileSync } from 'node:fs';

/** LIMITS=short is the form of .ci/run: all scenarios together within four minutes. The long one runs unattended for half an hour. */
export const isShort = process.env['LIMITS'] === 'short';

/** @returns the first in the short form, else the second. */
export const inForm = <T>(short: T, long: T): T => (isShort ? short : long);

// Of each test of the tier, however busy the machine is.
jest.setTimeout(inForm(180_000, 900_000));

/** What a scenario came to on one topology. A field that says nothing about a scenario is left out. */
export interface Row {
  readonly scenario: string;
  readonly topology: string;
  /** Histories of locks that were checked: one a lock and round. */
  readonly histories?: number;
  /** Of what the row promises: 0, or the test is red too. */
  readonly violations: number;
  /** Runs that ended well. */
  readonly runs?: number;
  /** Items that were paid for more than once. */
  readonly repeated?: number;
  /** Effects behind a fence: what the sink took, and what it refused. */
  readonly effects?: { readonly accepted: number; readonly refused: number };
  /** From the end of the fault, or where it does not end its beginning, till work went on: the longest of all rounds. */
  readonly recoveryS?: number;
  /** Whatever else was counted, in a few words. */
  readonly note?: string;
}

/** Adds a row to the table. What it says must have been expected by the test before or after it. */
export function tell(row: Row): void {
  const file = process.env['LIMITS_ROWS'];
  // Without the reporter that reads the file (a test run by itself) the row is printed as it is.
  if (file === undefined) process.stdout.write(`${JSON.stringify(row)}\n`);
  else appendFileSync(file, `${JSON.stringify(row)}\n`);
}
