/**
 * A set of byte strings, each with a number, in which all that a text begins with are found in one walk: a double array in the layout of
 * darts-clone, which SentencePiece keeps its table of characters in.
 *
 * One unit of 32 bits a node. Bits 0-7 and 31: the byte that leads here (31 marks a value); bit 8: a string ends here; the rest: how far its
 * children lie away, as a difference to be combined by exclusive or.
 */
const LABEL = 0x8000_00ff;
const ENDS = 0x100;
const FAR = 0x200;
const VALUE = 0x7fff_ffff;

/** Where no node is, or no value. */
export const NONE = -1;
/** Where every walk begins. */
export const ROOT = 0;

export class DoubleArray {
  constructor(readonly units: Uint32Array) {}

  /** The node below, along this byte. */
  next(node: number, byte: number): number {
    const child = this.children(node) ^ byte;
    return child < this.units.length && ((this.units[child] as number) & LABEL) === byte ? child : NONE;
  }

  /** The number of the string that ends at this node. */
  value(node: number): number {
    if (((this.units[node] as number) & ENDS) === 0) return NONE;
    return (this.units[this.children(node)] as number) & VALUE;
  }

  private children(node: number): number {
    const unit = this.units[node] as number;
    return node ^ ((unit >>> 10) << ((unit & FAR) >>> 6));
  }
}

/** A string and its number. */
export interface Entry {
  readonly key: Uint8Array;
  readonly value: number;
}

const BLOCK = 256;
/** Older blocks are nearly full: they are not looked through any more. */
const OPEN_BLOCKS = 16;
/** The difference to the children has 21 bits. */
const MAX_UNITS = 1 << 21;

/**
 * Builds the double array of entries whose keys are different, without a zero byte, not empty, and in ascending order.
 * @throws RangeError where they need more than two million nodes.
 */
export function buildDoubleArray(entries: readonly Entry[]): Uint32Array {
  const builder = new Builder(entries);
  builder.place(ROOT, { from: 0, to: entries.length, depth: 0 });
  return builder.units.slice(0, builder.size);
}

/** The entries that share their first `depth` bytes. */
interface Range {
  readonly from: number;
  readonly to: number;
  readonly depth: number;
}

class Builder {
  readonly units = new Uint32Array(MAX_UNITS);
  size = BLOCK;
  private readonly taken = new Uint8Array(MAX_UNITS);
  /** No two nodes may look for their children from the same place: a child knows its byte only, not its parent. */
  private readonly bases = new Uint8Array(MAX_UNITS);
  /** No free place below. */
  private lowest = 1;

  constructor(private readonly entries: readonly Entry[]) {
    this.taken[ROOT] = 1;
  }

  place(node: number, range: Range): void {
    const children = this.childrenOf(range);
    const base = this.baseFor([...children.keys()]);
    this.bases[base] = 1;
    this.units[node] = ((this.units[node] as number) | ((node ^ base) << 10)) >>> 0;
    for (const byte of children.keys()) {
      this.taken[base ^ byte] = 1;
      this.units[base ^ byte] = byte;
    }
    for (const [byte, below] of children) {
      if (byte !== 0) this.place(base ^ byte, below);
      else {
        this.units[node] = ((this.units[node] as number) | ENDS) >>> 0;
        this.units[base] = ((this.entries[below.from]?.value ?? 0) | ~VALUE) >>> 0;
      }
    }
  }

  /** By the next byte; by 0 the entry that ends here. */
  private childrenOf({ from, to, depth }: Range): Map<number, Range> {
    const children = new Map<number, Range>();
    for (let at = from; at < to;) {
      const byte = this.entries[at]?.key[depth] ?? 0;
      let end = at + 1;
      while (end < to && this.entries[end]?.key[depth] === byte) end += 1;
      children.set(byte, { from: at, to: end, depth: depth + 1 });
      at = end;
    }
    return children;
  }

  private baseFor(bytes: readonly number[]): number {
    const [first = 0] = bytes;
    while (this.taken[this.lowest] === 1) this.lowest += 1;
    const oldest = Math.max(this.lowest, this.size - OPEN_BLOCKS * BLOCK);
    for (let free = oldest; ; free += 1) {
      if (free >= this.size) this.size += BLOCK;
      if (this.size > MAX_UNITS) throw new RangeError('too many entries for one double array');
      if (this.taken[free] === 1) continue;
      const base = free ^ first;
      if (this.bases[base] === 0 && bytes.every((byte) => this.taken[base ^ byte] === 0)) return base;
    }
  }
}
