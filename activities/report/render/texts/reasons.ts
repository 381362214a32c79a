/**
 * Why a row of the file is not in the report, or not as it came. The ledger says it in English, in these forms; the page says it in its own
 * language. What stands before a colon or a bracket is the kind.
 */
import { inputIn } from '../ownNames';
import type { Texts } from './index';

/** The forms of the ledger: whole reasons, with what differs from row to row as named groups. */
const FORMS = {
  moderated: /^rejected by moderation \((?<what>.*)\)$/su,
  emptyComment: /^empty comment$/u,
  noLetters: /^no answer: no letters$/u,
  noAnswer: /^no answer: "(?<what>.*)"$/su,
  emojiOnly: /^emoji only$/u,
  numberOnly: /^a number only: a rating says nothing without its question$/u,
  addressOnly: /^an address only$/u,
  aTest: /^a test, no comment$/u,
  sameRow: /^duplicate id: row (?<row>\d+) has it too, says the same, and is used$/u,
  sameText: /^exact duplicate of (?<what>.*)$/su,
  cut: /^the first (?<kept>\d+) of (?<all>\d+) characters are read$/u,
  longId: /^id too long: (?<all>\d+) characters, at most (?<most>\d+)$/u,
  moreCells: /^(?<cells>\d+) cells, the header has (?<columns>\d+): a delimiter in a text without quotes\?$/u,
  languageUntold: /^language: too little to tell, in a file that is mostly (?<language>.*)$/u,
  languageOther: /^language: looks like (?<language>.*)$/u,
  hiddenPart: /^hidden in part: (?<what>.*)$/su,
  hidden: /^hidden: (?<what>.*)$/su,
} as const;

export type ReasonName = keyof typeof FORMS;

const NAMES = Object.keys(FORMS) as ReasonName[];

interface Told {
  readonly name: ReasonName;
  readonly values: Readonly<Record<string, string>>;
}

function formOf(reason: string): Told | undefined {
  const name = NAMES.find((one) => FORMS[one].test(reason));
  return name && { name, values: FORMS[name].exec(reason)?.groups ?? {} };
}

/** Several are joined by semicolons, which what a person wrote may hold too: then it is one. */
function formsOf(reason: string): Told[] | undefined {
  for (let at = reason.indexOf('; '); at >= 0; at = reason.indexOf('; ', at + 1)) {
    const first = formOf(reason.slice(0, at));
    const others = first && formsOf(reason.slice(at + 2));
    if (others) return [first, ...others];
  }
  const only = formOf(reason);
  return only && [only];
}

/** By their names in English; the ledger has those of Intl. Undefined for "another language". */
const codes = new Map<string, string>();
function codeOf(name: string): string | undefined {
  if (codes.size === 0) {
    const english = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });
    const letters = Array.from('abcdefghijklmnopqrstuvwxyz');
    for (const code of letters.flatMap((a) => letters.map((b) => a + b))) codes.set(english.of(code) ?? '', code);
  }
  return codes.get(name);
}

/** What differs from row to row, as this language writes it. Undefined for a language that has no code. */
function valueIn(form: ReasonName, name: string, value: string, texts: Texts): string | undefined {
  if (form === 'sameText') return inputIn(value, texts);
  if (name !== 'language') return name === 'what' ? value : texts.number(Number(value));
  const code = codeOf(value);
  return code && texts.languageName(code);
}

/** The parts of a reason in the language of the page; undefined where one is of none of these forms, as those of failures. */
function partsIn(reason: string, texts: Texts): { name: ReasonName; text: string }[] | undefined {
  const parts = formsOf(reason)?.map(({ name, values }) => {
    const inWords = Object.entries(values).map(([key, value]) => [key, valueIn(name, key, value, texts)] as const);
    const isTold = inWords.every((one): one is [string, string] => one[1] !== undefined);
    return isTold ? { name, text: texts.reason(name, Object.fromEntries(inWords)) } : undefined;
  });
  return parts?.every((one) => one !== undefined) ? parts : undefined;
}

/** A reason of the ledger in the language of the page, where it is of one of these forms. */
export const reasonIn = (reason: string, texts: Texts): string | undefined =>
  partsIn(reason, texts)
    ?.map(({ text }) => text)
    .join('; ');

/** The same without what differs from row to row, but for the language. */
export const kindIn = (reason: string, texts: Texts): string | undefined =>
  partsIn(reason, texts)
    ?.map(({ name, text }) => (name.startsWith('language') ? text : (text.split(/\s*[:(：（]/u)[0] ?? text)))
    .join('; ');
