import { inflateRawSync } from 'node:zlib';

const DIRECTORY_END = 0x0605_4b50;
const DIRECTORY_ENTRY = 0x0201_4b50;
const STORED = 0;
const DEFLATED = 8;

/**
 * The content of one file of a zip archive, which a wheel and numpy's `.npz` are. What is read has been checked as a whole by its
 * sha256, so the sums inside are not looked at again.
 * @throws Error where the archive has no such file, or keeps it in another way than zip programs do today.
 */
export function unzip(archive: Buffer, name: string): Buffer {
  const end = archive.lastIndexOf(Buffer.from(Uint32Array.of(DIRECTORY_END).buffer));
  if (end < 0) throw new Error('not a zip archive');
  const count = archive.readUInt16LE(end + 10);
  let at = archive.readUInt32LE(end + 16);
  for (let i = 0; i < count && archive.readUInt32LE(at) === DIRECTORY_ENTRY; i += 1) {
    const [nameLength, extra, comment] = [28, 30, 32].map((field) => archive.readUInt16LE(at + field));
    const path = archive.toString('utf8', at + 46, at + 46 + (nameLength as number));
    if (path === name) return contentAt(archive, at);
    at += 46 + (nameLength as number) + (extra as number) + (comment as number);
  }
  throw new Error(`the archive has no ${name}`);
}

function contentAt(archive: Buffer, entry: number): Buffer {
  const method = archive.readUInt16LE(entry + 10);
  const size = archive.readUInt32LE(entry + 20);
  const header = archive.readUInt32LE(entry + 42);
  const start = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
  const content = archive.subarray(start, start + size);
  if (method === STORED) return content;
  if (method === DEFLATED) return inflateRawSync(content);
  throw new Error(`a file of the archive is compressed in a way (${method}) that is not read here`);
}
