import { InputFault } from './fault';

const BOMS: readonly { encoding: string; bytes: readonly number[] }[] = [
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff] },
];

/**
 * The text of a file: UTF-8 with or without a byte order mark, UTF-16 with one. Anything else is refused instead of
 * guessed, because a wrong guess garbles names and quotes without anybody noticing.
 */
export function decode(bytes: Uint8Array, maxBytes: number): string {
  if (bytes.length === 0) {
    throw new InputFault('EMPTY_FILE', {
      what: 'The file is empty',
      where: '0 bytes',
      why: 'there is nothing to analyse',
      remedy: 'Send a CSV with a header line and one comment a row',
    });
  }
  if (bytes.length > maxBytes) {
    throw new InputFault('TOO_LARGE', {
      what: 'The file is too large',
      where: `${bytes.length} bytes`,
      why: `the limit is ${maxBytes} bytes`,
      remedy: 'Split the file, or raise the limit where the worker is configured',
    });
  }
  const bom = BOMS.find((candidate) => candidate.bytes.every((byte, at) => bytes[at] === byte));
  const encoding = bom?.encoding ?? 'utf-8';
  const text = decodeAs(encoding, bytes);
  const nul = text.indexOf('\0');
  if (nul >= 0)
    throw notText(
      `character ${nul + 1}`,
      'it holds NUL characters, as binary files and UTF-16 without a byte order mark do',
    );
  return text;
}

function decodeAs(encoding: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw notText('the file', `its bytes are not valid ${encoding.toUpperCase()}`, cause);
  }
}

function notText(where: string, why: string, cause?: unknown): InputFault {
  return new InputFault(
    'NOT_TEXT',
    { what: 'The file is not readable as text', where, why, remedy: 'Save it as CSV in UTF-8 and send it again' },
    { cause },
  );
}
