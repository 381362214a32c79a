/**
 * The file that the encoder works with: named arrays one after another, as they lie in memory, so that to load is to read. A line of JSON
 * at its beginning says what lies where. It is made of the published weights (`prepare.ts`) once.
 */
import { closeSync, openSync, readSync } from 'node:fs';

const MAGIC = 'pipeline-worker encoder 1\n';
/** Arrays begin at multiples of it. */
const ALIGNED = 64;

type Numbers = Float32Array | Uint32Array | Uint8Array;
const KINDS = { f32: Float32Array, u32: Uint32Array, u8: Uint8Array };
type Kind = keyof typeof KINDS;

interface Place {
  readonly kind: Kind;
  readonly offset: number;
  readonly length: number;
}

/** The bytes of a model file with these arrays. */
export function writeModel(arrays: Readonly<Record<string, Numbers>>): Buffer {
  const sizes = Object.entries(arrays).map(([name, array]) => ({ name, array, kind: kindOf(array) }));
  const places = (start: number): Record<string, Place> => {
    let offset = start;
    return Object.fromEntries(
      sizes.map(({ name, array, kind }) => {
        const place = { kind, offset, length: array.length };
        offset = aligned(offset + array.byteLength);
        return [name, place];
      }),
    );
  };
  // Offsets are in the header, whose length they change: so much room is left for them.
  const room = aligned(MAGIC.length + 1 + JSON.stringify(places(2 ** 40)).length);
  const header = `${MAGIC}${JSON.stringify(places(room))}\n`.padEnd(room);
  const parts = sizes.flatMap(({ array }) => {
    const bytes = Buffer.from(array.buffer, array.byteOffset, array.byteLength);
    return [bytes, Buffer.alloc(aligned(bytes.length) - bytes.length)];
  });
  return Buffer.concat([Buffer.from(header), ...parts]);
}

/** An open model file. Arrays are read when they are asked for; of large ones, parts. */
export class ModelFile {
  private readonly file: number;
  private readonly places: Readonly<Record<string, Place>>;

  /** @throws Error where the file cannot be read or is none of these: remove it, and it is made again. */
  constructor(readonly path: string) {
    this.file = openSync(path, 'r');
    this.places = this.readHeader();
  }

  floats(name: string): Float32Array {
    return this.read(name, 'f32') as Float32Array;
  }

  units(name: string): Uint32Array {
    return this.read(name, 'u32') as Uint32Array;
  }

  bytes(name: string): Uint8Array {
    return this.read(name, 'u8') as Uint8Array;
  }

  /** Fills `target` with the bytes of an array of bytes from `start` on. */
  part(name: string, start: number, target: Uint8Array): void {
    this.fill(target, this.place(name, 'u8').offset + start);
  }

  close(): void {
    closeSync(this.file);
  }

  private read(name: string, kind: Kind): Numbers {
    const { offset, length } = this.place(name, kind);
    const array = new KINDS[kind](length);
    this.fill(new Uint8Array(array.buffer), offset);
    return array;
  }

  private place(name: string, kind: Kind): Place {
    const place = this.places[name];
    if (place?.kind !== kind) throw new Error(`${this.path} has no ${kind} ${name}: remove it, and it is made again`);
    return place;
  }

  private fill(target: Uint8Array, offset: number): void {
    for (let done = 0; done < target.length;) {
      const count = readSync(this.file, target, done, target.length - done, offset + done);
      if (count === 0) throw new Error(`${this.path} ends too early: remove it, and it is made again`);
      done += count;
    }
  }

  private readHeader(): Readonly<Record<string, Place>> {
    const start = Buffer.alloc(16_384);
    const text = start.toString('latin1', 0, readSync(this.file, start, 0, start.length, 0));
    const end = text.indexOf('\n', MAGIC.length);
    if (!text.startsWith(MAGIC) || end < 0) {
      closeSync(this.file);
      throw new Error(`${this.path} is no model of the encoder: remove it, and it is made again`);
    }
    return JSON.parse(text.slice(MAGIC.length, end)) as Record<string, Place>;
  }
}

function kindOf(array: Numbers): Kind {
  return array instanceof Float32Array ? 'f32' : array instanceof Uint32Array ? 'u32' : 'u8';
}

function aligned(offset: number): number {
  return Math.ceil(offset / ALIGNED) * ALIGNED;
}
