/** A file while it is written: only its bytes are kept, so that no text of all of it is in memory beside them. */
import { createHash } from 'node:crypto';
import { Stored } from '../../kit/content/stored';
import type { FileFacts } from '../fileFacts';

/** Characters that are made into bytes at once. */
const PART = 256 * 1024;
const QUOTE = Buffer.from('"');

/** A text as files travel: the JSON of it. Of 20 MB of comments report.json has 75 MB; as text it would be twice that, and twice again in JSON. */
export class FileParts {
  private readonly hash = createHash('sha256');
  private readonly parts: Uint8Array[] = [QUOTE];
  private bytes = 0;
  private pending = '';

  write(text: string): this {
    this.pending += text;
    if (this.pending.length >= PART) this.flush();
    return this;
  }

  end(): { file: Stored<string>; facts: FileFacts } {
    this.flush();
    const json = Buffer.concat([...this.parts, QUOTE]);
    return { file: new Stored(json), facts: { bytes: this.bytes, sha256: this.hash.digest('hex') } };
  }

  private flush(): void {
    const { pending } = this;
    this.pending = '';
    for (let from = 0; from < pending.length;) {
      const to = endOfPart(pending, from + PART);
      const part = pending.slice(from, to);
      const raw = Buffer.from(part, 'utf8');
      this.bytes += raw.length;
      this.hash.update(raw);
      this.parts.push(Buffer.from(JSON.stringify(part).slice(1, -1), 'utf8'));
      from = to;
    }
  }
}

/** Not between the halves of a pair. */
function endOfPart(text: string, at: number): number {
  return at < text.length && isFirstHalf(text.charCodeAt(at - 1)) ? at + 1 : at;
}

const isFirstHalf = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
