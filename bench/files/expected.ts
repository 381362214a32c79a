/**
 * What is expected of small files that people's tools really make. The files lie beside the checkout and are never part of this
 * repository; a file that is not named here is reported on too, without a verdict.
 */

/** A file without `.csv`, how many answers are used, their column, and how the file was read; or the code of its refusal. */
export type ExpectedReading =
  readonly [file: string, used: number, column: string, how: string] | readonly [file: string, code: string];

export const READINGS: readonly ExpectedReading[] = [
  ['00-base', 24, 'comment', 'UTF-8 comma'],
  ['01-semicolon', 24, 'comment', 'UTF-8 semicolon'],
  ['03-sep-line-semicolon', 24, 'comment', 'UTF-8 semicolon'],
  ['05-utf16le-tab-bom', 24, 'comment', 'UTF-16 LE tab'],
  ['06-utf16le-comma-bom', 24, 'comment', 'UTF-16 LE comma'],
  ['07-windows1252', 24, 'comment', 'Windows-1252 comma'],
  ['08-utf8-bom-cr-only', 24, 'comment', 'UTF-8 comma'],
  ['10-header-words-comments', 24, 'Comments', 'UTF-8 comma'],
  ['11-header-question-text', 24, 'What would you change about the town centre?', 'UTF-8 comma'],
  ['14-header-upper-spaces', 24, 'Comment', 'UTF-8 comma'],
  ['15-polis-txt', 24, 'comment-body', 'UTF-8 comma'],
  ['18-no-header', 'NO_HEADER'],
  ['20-single-column-header-x', 24, 'Feedback', 'UTF-8'],
  ['21-surveymonkey-two-headers', 24, 'What should the council do about traffic?', 'UTF-8 comma'],
  ['22-surveymonkey-comment-col', 24, 'Comment', 'UTF-8 comma'],
  ['24-two-questions', 'COLUMN_UNCLEAR'],
  ['26-text-status-cols', 24, 'Text', 'UTF-8 comma'],
  ['28-html-comments', 24, 'comment', 'UTF-8 comma'],
  ['30-quoted-newlines', 24, 'comment', 'UTF-8 comma'],
  ['31-one-word-answers', 10, 'comment', 'UTF-8 comma'],
  ['33-dup-ids-same-respondent', 24, 'comment', 'UTF-8 comma'],
  ['34-emoji', 24, 'comment', 'UTF-8 comma'],
  ['36-german', 6, 'comment', 'UTF-8 comma'],
  ['38-french', 6, 'comment', 'UTF-8 comma'],
  ['39-spanish', 6, 'comentario', 'UTF-8 comma'],
  ['40-japanese-sjis', 6, 'comment', 'Shift_JIS comma'],
  ['41-japanese-utf8', 6, 'comment', 'UTF-8 comma'],
  ['44-numeric-only', 'NO_USABLE_COMMENT'],
  ['45-numeric-comment-likert', 24, 'free text', 'UTF-8 comma'],
  ['46-trailing-empty-cols', 24, 'comment', 'UTF-8 comma'],
  ['48-unquoted-commas', 24, 'comment', 'UTF-8 comma'],
  ['49-one-row', 1, 'comment', 'UTF-8 comma'],
  ['50-three-rows', 3, 'comment', 'UTF-8 comma'],
  ['51-identical-rows', 30, 'comment', 'UTF-8 comma'],
  ['53-urls-only', 12, 'comment', 'UTF-8 comma'],
  ['54-formula', 17, 'comment', 'UTF-8 comma'],
  ['55-nul', 'NOT_TEXT'],
  ['56-xlsx-renamed', 'MALFORMED_WORKBOOK'],
  ['59-html-table.xls', 'OTHER_KIND'],
  ['60-long-email', 27, 'comment', 'UTF-8 comma'],
  ['62-stray-quote', 25, 'comment', 'UTF-8 comma'],
  ['64-unclosed-quote', 'MALFORMED_CSV'],
  ['65-nbsp-smartquotes', 24, 'comment', 'UTF-8 comma'],
  ['66-all-caps-no-punct', 24, 'comment', 'UTF-8 comma'],
  ['67-pii', 29, 'comment', 'UTF-8 comma'],
  ['68-agree-percent', 24, 'comment', 'UTF-8 comma'],
  ['71-sentiment-name-col', 24, 'comment', 'UTF-8 comma'],
  ['73-empty-header-index', 24, 'comment', 'UTF-8 comma'],
  ['74-multi-part-comment', 24, 'comment', 'UTF-8 comma'],
  ['76-opposites', 12, 'comment', 'UTF-8 comma'],
  ['78-macrons', 8, 'comment', 'UTF-8 comma'],
  ['82-ledger-formula-ids', 2, 'comment', 'UTF-8 comma'],
];

/** What a report is expected to say. What is not named may be anything. */
export interface ExpectedReport {
  /** In words, for the table. */
  readonly words: string;
  readonly topics?: number;
  /** How many people each claim of several people has, the most first. */
  readonly several?: readonly number[];
  readonly cruxes?: number;
  /** What must stand in none of its names and claims. */
  readonly without?: RegExp;
}

/** Of those that are about more than how a file is read. */
export const REPORTS: Readonly<Record<string, ExpectedReport>> = {
  '00-base': { words: 'the bus lane praised and "a disaster" are two claims', several: [] },
  '28-html-comments': { words: 'no tag or entity is left', without: /[<>]|&\w+;|nbsp/ },
  '31-one-word-answers': { words: '"Parking" three times; no answer is none', without: /no comment|\bn\/a\b/i },
  '36-german': { words: 'six claims', several: [] },
  '38-french': { words: 'six claims', several: [] },
  '39-spanish': { words: 'six claims', several: [] },
  '40-japanese-sjis': { words: 'six claims', several: [] },
  '41-japanese-utf8': { words: 'six claims', several: [] },
  '49-one-row': { words: 'one claim', topics: 1, several: [] },
  '50-three-rows': { words: 'three claims', several: [] },
  '51-identical-rows': { words: 'one topic, one claim of 30 people', topics: 1, several: [30] },
  '65-nbsp-smartquotes': { words: 'as the base file', several: [] },
  '66-all-caps-no-punct': { words: 'as the base file', several: [] },
  '67-pii': { words: 'nothing personal', without: /\d{4}|@/ },
  '71-sentiment-name-col': { words: 'one speaker, and said so', several: [] },
  '76-opposites': { words: 'no pair is one claim', several: [] },
  '78-macrons': { words: 'whole words: Māori', without: /\bOri\b|\bTaki\b/ },
};
