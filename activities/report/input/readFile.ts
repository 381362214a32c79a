import { constants } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { InputFault } from './fault';

/**
 * The bytes of a file, measured before it is read and while it is: at most `maxBytes`. Never waits for a writer: what is no regular
 * file (a folder, a pipe, a device, a socket) is not opened.
 * @throws InputFault `NOT_A_FILE`, `TOO_LARGE`, or `FILE_CHANGED` (try again when it is complete); errors of the file system (ENOENT,
 * EACCES …) as they come.
 */
export async function readFileBounded(path: string, maxBytes: number): Promise<Uint8Array> {
  check(path, await stat(path), maxBytes);
  // Should a pipe have taken its place meanwhile, opening it does not wait either.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const before = await file.stat();
    check(path, before, maxBytes);
    const bytes = await readUpTo(file, maxBytes + 1);
    const after = await file.stat();
    const changed = bytes.length !== before.size || after.size !== before.size || after.mtimeMs !== before.mtimeMs;
    if (changed) throw fileChanged(path, before.size, Math.max(after.size, bytes.length));
    return bytes;
  } finally {
    await file.close();
  }
}

/**
 * The bytes of a stream that ends, standard input for one: at most `maxBytes`.
 * @throws InputFault `TOO_LARGE`.
 */
export async function readStream(stream: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge('standard input', `it has more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function readUpTo(file: FileHandle, most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let left = most;
  while (left > 0) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(Math.min(left, 1 << 20)));
    if (bytesRead === 0) break;
    chunks.push(buffer.subarray(0, bytesRead));
    left -= bytesRead;
  }
  return Buffer.concat(chunks);
}

function check(path: string, stats: Stats, maxBytes: number): void {
  if (!stats.isFile()) {
    throw new InputFault('NOT_A_FILE', {
      what: 'This is not a file that can be read as a whole',
      where: path,
      why: `it is ${kindOf(stats)}`,
      remedy: 'Name a regular file; save what comes from a pipe or a device into one first',
    });
  }
  if (stats.size > maxBytes) {
    throw tooLarge(path, `it has ${stats.size} bytes, at most ${maxBytes} are read`);
  }
}

const tooLarge = (where: string, why: string): InputFault =>
  new InputFault('TOO_LARGE', { what: 'The file is too large', where, why, remedy: 'Split it into several files' });

function fileChanged(path: string, before: number, after: number): InputFault {
  return new InputFault('FILE_CHANGED', {
    what: 'The file changed while it was read',
    where: path,
    why: `it had ${before} bytes, then ${after === before ? 'others' : after}`,
    remedy: 'Wait until it is written to its end, then try again',
  });
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a folder';
  if (stats.isFIFO()) return 'a pipe (FIFO)';
  if (stats.isSocket()) return 'a socket';
  return 'a device';
}
