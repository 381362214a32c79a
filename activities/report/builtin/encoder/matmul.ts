/**
 * Products of matrices in WebAssembly's 128-bit vectors, which every machine rounds alike: the same text has the same vector
 * everywhere. The one kernel is made here, instruction by instruction: less than a kilobyte.
 */

/** Rows of the result made at once, 8 columns wide: 12 sums, 2 of the right side and 1 of the left fit into the 16 registers of x64. */
export const ROWS_AT_ONCE = 6;
export const COLUMNS_AT_ONCE = 8;
/** Steps along the common dimension in one turn of the loop. */
const UNROLLED = 4;
const FLOAT = 4;
const PAGE = 65_536;

/** The sizes of a product. */
export interface Shape {
  /** Rounded up to the next `ROWS_AT_ONCE`: so many rows are read and written. */
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  /** From row to row of the left side, in floats: less than `depth` where rows overlap, as the windows of a convolution do. */
  readonly stride: number;
  /** From row to row of the result, in floats. */
  readonly resultStride: number;
}

type Kernel = (
  left: number,
  right: number,
  result: number,
  tiles: number,
  panels: number,
  turns: number,
  row: number,
) => void;

/** The part of the global of that name that is needed here, which Node has and its types do not. */
declare const WebAssembly: {
  Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: unknown) => { readonly exports: Readonly<Record<string, unknown>> };
};

/** A memory for floats of a size given once, and products within it. */
export class Matrices {
  private readonly memory: { readonly buffer: ArrayBuffer };
  private readonly kernels = new Map<number, Kernel>();
  private used = 0;

  /** @param strides of the left sides that products will have: each has a kernel of its own. */
  constructor(
    readonly floats: number,
    strides: readonly number[],
  ) {
    this.memory = new WebAssembly.Memory({ initial: Math.ceil((floats * FLOAT) / PAGE) + 1 });
    for (const stride of new Set(strides)) {
      const { exports } = new WebAssembly.Instance(moduleFor(stride), { m: { m: this.memory } });
      this.kernels.set(stride, exports['k'] as Kernel);
    }
  }

  /** Takes all room back, for others. */
  clear(): void {
    this.used = 0;
  }

  /** Room for so many floats, all 0 in a memory that was never cleared. */
  room(floats: number): Float32Array {
    const place = this.used;
    this.used += Math.ceil(floats / 4) * 4;
    return new Float32Array(this.memory.buffer, place * FLOAT, floats);
  }

  /** A right side as the kernel reads it: 8 columns wide panels, one after another. */
  pack(matrix: Float32Array, columns: number): Float32Array {
    const packed = this.room(matrix.length);
    let to = 0;
    for (let panel = 0; panel < columns; panel += COLUMNS_AT_ONCE) {
      for (let row = panel; row < matrix.length; row += columns) {
        // Not `set` of a part, which makes an object: of those there would be 600,000 before the first text.
        for (let i = 0; i < COLUMNS_AT_ONCE; i += 1, to += 1) packed[to] = matrix[row + i] as number;
      }
    }
    return packed;
  }

  /** `left` · `right` into `result`, each given by its first float. */
  multiply(left: Float32Array, right: Float32Array, result: Float32Array, shape: Shape): void {
    const { rows, columns, depth, stride, resultStride } = shape;
    const kernel = this.kernels.get(stride);
    if (kernel === undefined || columns % COLUMNS_AT_ONCE !== 0 || depth % UNROLLED !== 0) {
      throw new Error(`no kernel for rows ${stride} apart, ${depth} by ${columns}`);
    }
    kernel(
      left.byteOffset,
      right.byteOffset,
      result.byteOffset,
      Math.ceil(rows / ROWS_AT_ONCE),
      columns / COLUMNS_AT_ONCE,
      depth / UNROLLED,
      resultStride * FLOAT,
    );
  }
}

const modules = new Map<number, object>();

/** Made once in a thread: 10 ms, which thirty groups of claims would each pay anew. */
function moduleFor(stride: number): object {
  const module = modules.get(stride) ?? new WebAssembly.Module(kernelFor(stride * FLOAT));
  modules.set(stride, module);
  return module;
}

// Instructions by their codes in the WebAssembly specification.
type Code = readonly number[];
const code = (...parts: readonly Code[]): Code => parts.flat();
const I32 = 0x7f;
const V128 = 0x7b;
const END = [0x0b];
const ADD = [0x6a];
const SUBTRACT = [0x6b];
const MULTIPLY = [0x6c];
const LOOP = [0x03, 0x40];
const AGAIN_UNLESS_ZERO = [0x0d, 0];
const get = (local: number): Code => [0x20, ...leb(local)];
const set = (local: number): Code => [0x21, ...leb(local)];
const constant = (value: number): Code => [0x41, ...signed(value)];
const grow = (local: number, by: Code): Code => code(get(local), by, ADD, set(local));
const simd = (instruction: number, ...more: number[]): Code => [0xfd, ...leb(instruction), ...more];
const at = (offset: number): number[] => [2, ...leb(offset)];
const load = (local: number, offset: number): Code => code(get(local), simd(0x00, ...at(offset)));
const splat = (local: number, offset: number): Code => code(get(local), simd(0x09, ...at(offset)));
const ZERO = simd(0x0c, ...Array.from({ length: 16 }, () => 0));
const ADD_FLOATS = simd(0xe4);
const MULTIPLY_FLOATS = simd(0xe6);
const STORE = simd(0x0b, ...at(0));
/** Runs `body` until `count`, which is 1 at least, has come down to 0. */
const times = (count: number, body: Code): Code =>
  code(LOOP, body, get(count), constant(1), SUBTRACT, set(count), get(count), AGAIN_UNLESS_ZERO, END);

/** for each panel of 8 columns, for each tile of 6 rows: sum over `depth`, then store. */
function kernelFor(stride: number): Uint8Array {
  const [left, right, result, tiles, panels, turns, row] = [0, 1, 2, 3, 4, 5, 6];
  const [from, to, panel, tile, turn, l, r] = [7, 8, 9, 10, 11, 12, 13];
  const [one, other, factor] = [14, 15, 16];
  const sum = (i: number, half: number): number => 17 + 2 * i + half;
  const rows = Array.from({ length: ROWS_AT_ONCE }, (_, i) => i);
  const addTo = (target: number, half: number): Code =>
    code(get(target), get(factor), get(half), MULTIPLY_FLOATS, ADD_FLOATS, set(target));
  const step = (u: number): Code =>
    code(
      code(load(r, u * 32), set(one), load(r, u * 32 + 16), set(other)),
      ...rows.flatMap((i) => [
        code(splat(l, i * stride + u * FLOAT), set(factor)),
        code(addTo(sum(i, 0), one), addTo(sum(i, 1), other)),
      ]),
    );
  const storeRow = (i: number): Code =>
    code(
      ...[0, 1].map((half) => code(get(to), constant(16 * half), ADD, get(sum(i, half)), STORE)),
      grow(to, get(row)),
    );
  const oneTile = code(
    ...rows.map((i) => code(ZERO, set(sum(i, 0)), ZERO, set(sum(i, 1)))),
    code(get(from), set(l), get(right), set(r), get(turns), set(turn)),
    times(
      turn,
      code(
        ...Array.from({ length: UNROLLED }, (_, u) => step(u)),
        grow(l, constant(UNROLLED * FLOAT)),
        grow(r, constant(UNROLLED * 32)),
      ),
    ),
    ...rows.map(storeRow),
    grow(from, constant(ROWS_AT_ONCE * stride)),
  );
  const onePanel = code(
    code(get(left), set(from), get(result), set(to), get(tiles), set(tile)),
    times(tile, oneTile),
    grow(right, code(get(turns), constant(UNROLLED * 32), MULTIPLY)),
    grow(result, constant(32)),
  );
  return moduleWith(code(get(panels), set(panel), times(panel, onePanel), END));
}

/** A module with one function `k`, of seven numbers, that works in the memory `m.m`. */
function moduleWith(body: Code): Uint8Array {
  const content = code([2, ...leb(7), I32, ...leb(3 + 2 * ROWS_AT_ONCE), V128], body);
  return Uint8Array.from(
    code(
      [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      section(1, [1, 0x60, 7, I32, I32, I32, I32, I32, I32, I32, 0]),
      section(2, [1, 1, 0x6d, 1, 0x6d, 2, 0, 0]),
      section(3, [1, 0]),
      section(7, [1, 1, 0x6b, 0, 0]),
      section(10, code([1], leb(content.length), content)),
    ),
  );
}

function section(id: number, content: Code): Code {
  return code([id], leb(content.length), content);
}

function leb(value: number): number[] {
  const low = value & 0x7f;
  return value < 0x80 ? [low] : [low | 0x80, ...leb(value >>> 7)];
}

function signed(value: number): number[] {
  const low = value & 0x7f;
  const rest = value >> 7;
  const last = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
  return last ? [low] : [low | 0x80, ...signed(rest)];
}
