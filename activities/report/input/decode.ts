import { analyse } from 'chardet';
import { isOdd, likely } from './giveaways';
import { InputFault } from './fault';

export interface Decoded {
  readonly text: string;
  /** As people write it: `UTF-8`, `Windows-1252`, `Shift_JIS`. */
  readonly encoding: string;
  /** Set where some bytes have no meaning in it and are shown as U+FFFD. */
  readonly damaged?: number;
}

const BOMS: readonly { label: string; bytes: readonly number[] }[] = [
  { label: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { label: 'utf-16le', bytes: [0xff, 0xfe] },
  { label: 'utf-16be', bytes: [0xfe, 0xff] },
];
/** Enough for the statistics of a language, and quick. */
const SAMPLE_BYTES = 128 * 1024;
/** A file of UTF-8 that was cut or pasted into: so many good characters stand against each bad one. */
const GOOD_FOR_ONE_BAD = 10;

/**
 * The text of a file and the encoding it was found in: by its byte order mark, by being valid UTF-8, by where its NULs stand
 * (UTF-16), else by the statistics of `chardet`. `wanted` overrides all of it.
 * @throws InputFault `ENCODING_UNKNOWN`, or `NOT_TEXT` where no encoding makes text of the bytes.
 */
export function decode(bytes: Uint8Array, wanted?: string): Decoded {
  const decoded = wanted === undefined ? detected(bytes) : asked(bytes, wanted);
  const nul = decoded.text.indexOf('\0');
  if (nul >= 0) throw notText(`character ${nul + 1}`, 'it holds a NUL character, as binary files do');
  if (isNoise(decoded.text)) throw notText('the file', 'it is full of control characters, as binary files are');
  return decoded;
}

function detected(bytes: Uint8Array): Decoded {
  const bom = BOMS.find((candidate) => candidate.bytes.every((byte, at) => bytes[at] === byte));
  if (bom !== undefined) return decodeAs(bom.label, bytes) ?? lossy(bom.label, bytes);
  const nuls = bytes.includes(0);
  const wide = nuls ? utf16(bytes) : undefined;
  if (wide !== undefined) return wide;
  const utf8 = decodeAs('utf-8', bytes);
  // Seven bits a byte, so it is valid UTF-8 too.
  if (utf8 !== undefined && utf8.text.includes('\x1b$')) return decodeAs('iso-2022-jp', bytes) ?? utf8;
  if (utf8 !== undefined) return utf8;
  if (nuls) throw notText(`byte ${bytes.indexOf(0) + 1}`, 'it holds NUL bytes, as binary files do');
  return mostlyUtf8(bytes) ?? byStatistics(bytes);
}

function asked(bytes: Uint8Array, wanted: string): Decoded {
  try {
    return decodeAs(wanted, bytes) ?? lossy(wanted, bytes);
  } catch (cause) {
    if (!isUnknown(cause)) throw cause;
    const facts = { what: 'This encoding is not known', where: JSON.stringify(wanted.slice(0, 40)) };
    const why = 'it is none of those of the Encoding Standard (utf-8, utf-16le, windows-1252, shift_jis, big5 …)';
    throw new InputFault('ENCODING_UNKNOWN', { ...facts, why, remedy: 'Name another one with --encoding' }, { cause });
  }
}

const isUnknown = (error: unknown): boolean =>
  (error as { readonly code?: unknown } | undefined)?.code === 'ERR_ENCODING_NOT_SUPPORTED';

/** @throws RangeError (`isUnknown`) for a label that nobody knows. */
function decodeAs(label: string, bytes: Uint8Array): Decoded | undefined {
  const decoder = new TextDecoder(label, { fatal: true });
  try {
    return { text: whole(decoder, bytes), encoding: nameOf(decoder.encoding) };
  } catch {
    return undefined;
  }
}

/** What Windows-1252 has from 0x80 to 0x9f. */
const WINDOWS_1252 =
  '\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178';

/** Some releases of Node, 20.20 among them, decode Windows-1252 as Latin-1: every curly quote of Excel would be a control character. */
function whole(decoder: InstanceType<typeof TextDecoder>, bytes: Uint8Array): string {
  const text = decoder.decode(bytes);
  if (decoder.encoding !== 'windows-1252') return text;
  return text.replace(/[\x80-\x9f]/g, (char: string) => WINDOWS_1252[char.charCodeAt(0) - 0x80] ?? char);
}

function lossy(label: string, bytes: Uint8Array): Decoded {
  const decoder = new TextDecoder(label);
  const text = whole(decoder, bytes);
  return { text, encoding: nameOf(decoder.encoding), damaged: text.split('\uFFFD').length - 1 };
}

/** Line ends and commas are the same in every language: the byte order in which there are some is the right one. */
function utf16(bytes: Uint8Array): Decoded | undefined {
  const both = ['utf-16le', 'utf-16be'].flatMap((label) => decodeAs(label, bytes) ?? []);
  return both.find(({ text }) => !text.includes('\0') && /[\n\r,;\t]/.test(text));
}

function mostlyUtf8(bytes: Uint8Array): Decoded | undefined {
  const decoded = lossy('utf-8', bytes);
  const { text, damaged = 0 } = decoded;
  let others = 0;
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 0x7f) others += 1;
  return others - damaged >= GOOD_FOR_ONE_BAD * damaged ? decoded : undefined;
}

function byStatistics(bytes: Uint8Array): Decoded {
  const first = bytes.findIndex((byte) => byte > 0x7f);
  const sample = bytes.subarray(Math.max(0, first - SAMPLE_BYTES / 2), first + SAMPLE_BYTES / 2);
  const western = lossy('windows-1252', bytes);
  const names = likely(
    western.text,
    analyse(sample).map(({ name }) => name),
  );
  for (const name of names) {
    try {
      const decoded = decodeAs(name, bytes);
      if (decoded === undefined || isOdd(decoded.text)) continue;
      return LATIN.test(name) || decoded.text === western.text ? latinOrMacintosh(decoded, bytes) : decoded;
    } catch (error) {
      // It names some that the Encoding Standard has not.
      if (!isUnknown(error)) throw error;
    }
  }
  return latinOrMacintosh(western, bytes);
}

/** One byte a letter, most of them Latin. */
const LATIN = /^(?:windows-125[0247]|iso-8859-(?:[1-4]|9|1[0-6]))$/i;

/** Excel on a Macintosh writes "CSV (Macintosh)", which the statistics do not know: in the wrong one of both, letters inside of words are none. */
function latinOrMacintosh(latin: Decoded, bytes: Uint8Array): Decoded {
  const macintosh = lossy('macintosh', bytes);
  return letters(macintosh.text) > letters(latin.text) ? { ...macintosh, encoding: 'Mac Roman' } : latin;
}

/** Small Latin letters and apostrophes beyond ASCII that stand behind a small letter, less what is no letter of a word there. */
function letters(text: string): number {
  const inside = text.slice(0, SAMPLE_BYTES).match(/(?<=[a-z])\P{ASCII}(?=[a-z])/gu) ?? [];
  return inside.reduce((sum, char) => sum + (/[\p{Script=Latin}’]/u.test(char) && !/\p{Lu}/u.test(char) ? 1 : -1), 0);
}

function isNoise(text: string): boolean {
  const sample = text.slice(0, 10_000);
  // oxlint-disable-next-line no-control-regex -- control characters are what is counted
  return (sample.match(/[\x01-\x08\x0e-\x1a\x1c-\x1f]/g) ?? []).length > sample.length / 50;
}

const NAMES: Readonly<Record<string, string>> = { shift_jis: 'Shift_JIS', gbk: 'GBK', big5: 'Big5' };

function nameOf(label: string): string {
  if (NAMES[label] !== undefined) return NAMES[label];
  const upper = label.toUpperCase().replace(/^WINDOWS/, 'Windows');
  return upper.replace(/^UTF-16(..)$/, 'UTF-16 $1');
}

function notText(where: string, why: string): InputFault {
  return new InputFault('NOT_TEXT', {
    what: 'The file is not readable as text',
    where,
    why,
    remedy: 'Export it again as CSV (in Excel: "CSV UTF-8"), or name its encoding with --encoding',
  });
}
