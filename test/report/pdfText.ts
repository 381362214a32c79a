import { execFileSync } from 'node:child_process';

const READER = `
import { buffer } from 'node:stream/consumers';
import { extractText } from 'unpdf';
const { text } = await extractText(new Uint8Array(await buffer(process.stdin)), { mergePages: true });
process.stdout.write(text);
`;

/** The text of a PDF, line ends as spaces. Read in a process of its own: the reader is an ES module, which Jest does not load. */
export const textOf = (pdf: Buffer): string =>
  execFileSync(process.execPath, ['--input-type=module', '--eval', READER], {
    input: pdf,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  }).replace(/\s+/g, ' ');
