/** A corrections file on disk. */
import { MAX_FILE_BYTES, parseCorrections, textOfCorrections } from '../activities/report/corrections/parse';
import { InputFault, readFileBounded } from '../activities/report/input';

/**
 * The content of a corrections file.
 * @throws InputFault for a file that cannot be read, and for lines that cannot be followed whatever the report is, naming each.
 */
export async function readCorrectionsFile(path: string): Promise<Uint8Array> {
  try {
    const bytes = await readFileBounded(path, MAX_FILE_BYTES);
    parseCorrections(textOfCorrections(bytes));
    return bytes;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error) || error instanceof InputFault) throw error;
    const facts = {
      what: `Cannot read ${path}`,
      where: 'the corrections',
      why: error.message,
      remedy: 'Check the path',
    };
    throw new InputFault('UNREADABLE', facts, { cause: error });
  }
}
