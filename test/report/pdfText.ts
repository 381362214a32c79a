import { execFileSync } from 'node:child_process';

const READER = `
import { buffer } from 'node:stream/consumers';
import { extractText } from 'unpdf';
const { text } = await extractText(new Uint8Array(await buffer(process.stdin)));
process.stdout.write(JSON.stringify(text));
`;

/** The text of each page, line ends as spaces. Read in a process of its own: the reader is an ES module, which Jest does not load. */
export function pagesOf(pdf: Buffer): string[] {
  const pages = execFileSync(process.execPath, ['--input-type=module', '--eval', READER], {
    input: pdf,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  return (JSON.parse(pages) as string[]).map((page) => page.replace(/\s+/g, ' '));
}

export const textOf = (pdf: Buffer): string => pagesOf(pdf).join(' ');
