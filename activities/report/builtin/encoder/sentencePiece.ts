/** A part of a message in the format of Protocol Buffers: which field, and its bytes. */
interface Field {
  readonly number: number;
  readonly bytes: Buffer;
}

/** What a SentencePiece model file holds, as far as it is needed to cut texts. */
export interface SentencePieceModel {
  readonly pieces: readonly { readonly text: Buffer; readonly score: number }[];
  /** The size of a double array in bytes, that array, and the texts that it points to. */
  readonly characters: Buffer;
}

/** Fields of the file: its pieces, and what it was trained with, which holds the table of characters in old files such as this. */
const PIECE = 1;
const TRAINER = 3;
const [TEXT, SCORE] = [1, 2];
const CHARACTERS = 2;

export function readSentencePiece(file: Buffer): SentencePieceModel {
  const fields = fieldsOf(file);
  const pieces = fields
    .filter(({ number }) => number === PIECE)
    .map(({ bytes }) => {
      const parts = fieldsOf(bytes);
      return { text: only(parts, TEXT), score: only(parts, SCORE).readFloatLE(0) };
    });
  return { pieces, characters: only(fieldsOf(only(fields, TRAINER)), CHARACTERS) };
}

function only(fields: readonly Field[], number: number): Buffer {
  const field = fields.find((one) => one.number === number);
  if (field === undefined) throw new Error(`the SentencePiece model has no field ${number} where one is needed`);
  return field.bytes;
}

function fieldsOf(message: Buffer): Field[] {
  const fields: Field[] = [];
  for (let at = 0; at < message.length;) {
    const tag = varint(message, at);
    const [number, kind] = [tag.value >>> 3, tag.value & 7];
    const size = kind === 2 ? varint(message, tag.end) : { value: sizeOf(kind, message, tag.end), end: tag.end };
    const end = size.end + size.value;
    fields.push({ number, bytes: message.subarray(size.end, end) });
    at = end;
  }
  return fields;
}

/** Of the kinds that say no length: a number of its own length, 8 bytes, 4 bytes. */
function sizeOf(kind: number, message: Buffer, at: number): number {
  if (kind === 0) return varint(message, at).end - at;
  if (kind === 1) return 8;
  if (kind === 5) return 4;
  throw new Error(`the SentencePiece model holds a field of the unknown kind ${kind}`);
}

function varint(message: Buffer, start: number): { value: number; end: number } {
  let value = 0;
  for (let at = start, shift = 0; ; at += 1, shift += 7) {
    const byte = message.readUInt8(at);
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return { value, end: at + 1 };
  }
}
