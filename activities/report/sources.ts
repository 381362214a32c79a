import { realpath } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { nonRetryable } from '../kit';
import type { Sources } from './deps';
import type { Store } from '../../redis';
import { InputFault, MAX_BYTES, readFileBounded } from './input';

/** The store of the worker. */
export type Uploads = Pick<Store, 'uploaded'>;

/**
 * Reads what jobs name as their source. `inputDir` is the only folder whose files an input may name; links that lead out
 * of it are refused too.
 */
export function sourcesOf(uploads: Uploads, inputDir: string | undefined): Sources {
  return {
    read: (runId, source) => {
      if ('text' in source) return Promise.resolve(Buffer.from(source.text, 'utf8'));
      return 'blob' in source ? readUpload(uploads, runId, source.blob) : readPath(inputDir, source.path);
    },
  };
}

async function readUpload(uploads: Uploads, runId: string, sha: string): Promise<Uint8Array> {
  const bytes = await uploads.uploaded(runId, sha);
  if (typeof bytes !== 'string') return bytes;
  throw nonRetryable(
    'SourceLost',
    `The uploaded input file of ${runId} (sha256 ${sha}) is ${bytes}. Upload it again with \`start FILE.csv --id ${runId}\`, then retry the step.`,
  );
}

async function readPath(inputDir: string | undefined, path: string): Promise<Uint8Array> {
  if (inputDir === undefined) {
    throw nonRetryable(
      'RunInputInvalid',
      `The input names the file ${path}, but this worker allows no files (PIPELINE_INPUT_DIR).`,
    );
  }
  try {
    const [root, file] = await Promise.all([realpath(inputDir), realpath(resolve(inputDir, path))]);
    const way = relative(root, file);
    if (way === '..' || way.startsWith(`..${sep}`)) {
      throw nonRetryable(
        'RunInputInvalid',
        `The input names the file ${path}, which is outside the worker's input folder.`,
      );
    }
    return await readFileBounded(file, MAX_BYTES);
  } catch (error) {
    if (error instanceof InputFault) {
      const type = error.code === 'FILE_CHANGED' ? 'SourceLost' : 'RunInputInvalid';
      throw nonRetryable(type, `The input names the file ${path}. ${error.message}`, { cause: error });
    }
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw nonRetryable(
      'SourceLost',
      `The input file ${path} cannot be read (${code}). Put it there, then retry the step.`,
    );
  }
}
