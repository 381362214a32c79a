/** Why a whole file cannot be used. The code is for programs, the rest of the fault for the person who sent the file. */
export type InputFaultCode =
  | 'EMPTY_FILE'
  | 'TOO_LARGE'
  | 'NOT_A_FILE'
  | 'UNREADABLE'
  | 'FILE_CHANGED'
  | 'TOO_MANY_ROWS'
  | 'NOT_TEXT'
  | 'OTHER_KIND'
  | 'ENCODING_UNKNOWN'
  | 'MALFORMED_CSV'
  | 'MALFORMED_JSON'
  | 'MALFORMED_WORKBOOK'
  | 'NO_HEADER'
  | 'NO_COMMENT_COLUMN'
  | 'NO_SUCH_COLUMN'
  | 'NOT_AN_ATTRIBUTE'
  | 'TOO_MANY_ATTRIBUTES'
  | 'COLUMN_UNCLEAR'
  | 'NO_USABLE_COMMENT'
  | 'LANGUAGE_NOT_READ'
  | 'ROW_FAULT'
  | 'CORRECTIONS';

export interface InputFaultFacts {
  /** What is wrong, as a sentence without its full stop. */
  readonly what: string;
  /** Where: a line, a column, a byte; `the file` where nothing narrower is known. */
  readonly where: string;
  readonly why: string;
  readonly remedy: string;
}

/**
 * The file cannot be used as it is: the same bytes fail every time, so a caller must not retry but show the message and
 * ask for another file.
 */
export class InputFault extends Error implements InputFaultFacts {
  override readonly name = 'InputFault';
  readonly what: string;
  readonly where: string;
  readonly why: string;
  readonly remedy: string;

  constructor(
    readonly code: InputFaultCode,
    facts: InputFaultFacts,
    options?: ErrorOptions,
  ) {
    super(`${facts.what} (${facts.where}): ${facts.why}. ${facts.remedy}.`, options);
    this.what = facts.what;
    this.where = facts.where;
    this.why = facts.why;
    this.remedy = facts.remedy;
  }
}
