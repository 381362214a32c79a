/** The code of a page: what stands between fences, with the file that the text before it names (`steps.ts`:). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './titles';

export interface Block {
  readonly language: string;
  /** Absent where the text names none. */
  readonly file?: string;
  readonly text: string;
}

const FENCED = /(?:`([\w./-]+\.\w+)`:\n\n)?^```(\w*)\n(.*?)^```$/gms;

/** @param chapter title of a section of second rank; absent: the whole page. */
export function blocksOf(page: string, chapter?: string): Block[] {
  const text = readFileSync(join(root, page), 'utf8');
  const part = chapter === undefined ? text : text.split(`\n## ${chapter}\n`)[1]?.split('\n## ')[0];
  if (part === undefined) throw new Error(`${page} has no chapter '${chapter}'`);
  return [...part.matchAll(FENCED)].map(([, file, language = '', code = '']) => ({
    language,
    text: code,
    ...(file === undefined ? {} : { file }),
  }));
}

export const linesOf = ({ text }: Block): string[] => text.split('\n').filter((line) => line.trim() !== '');
