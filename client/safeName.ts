/** Names from outside as names of files and folders. */
import { sha256 } from '../redis/canonical';

const MAX_LENGTH = 100;
const SHOWN = 40;
const HASH = 32;
/** On every system a name of its own: no letter that some systems take for another, no separator, no dot at an end. */
const PLAIN = /^[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_-])?$/;
/** Windows gives these to devices, whatever follows the dot. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/;

/**
 * One name of a file or folder for any text: never a path, and no two texts share one, also where the file system ignores
 * case. A plain text is its own name; of any other the readable part stands before a hash of the whole.
 */
export function safeName(text: string): string {
  if (text.length <= MAX_LENGTH && PLAIN.test(text) && !DEVICE.test(text)) return text;
  const readable = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, SHOWN)
    .replace(/^-+|-+$/g, '');
  // No plain text has a tilde in it.
  return `${readable === '' ? 'id' : readable}~${sha256(text).slice(0, HASH)}`;
}
