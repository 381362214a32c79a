/** Where a report may be written to, besides the run's own files: an S3 store, or folders that its worker allows. */
import { realpath } from 'node:fs/promises';
import { dirname, relative, resolve, sep } from 'node:path';
import { fileSink } from '../effects/file';
import type { FileSink } from '../effects/file';
import { s3Sink } from '../effects/s3';
import { nonRetryable } from '../kit';

export interface Outputs {
  /** @throws a final failure, RunInputInvalid: the input names what this worker does not allow. */
  sinkFor(target: string): Promise<FileSink>;
}

/**
 * Any bucket that this worker has rights for: they are what is allowed. `outputDir` is the only folder below which an input may name
 * folders; links that lead out of it are refused too.
 */
export function outputsOf(outputDir: string | undefined): Outputs {
  return {
    sinkFor: async (target) =>
      target.startsWith('s3://') ? s3Sink(target) : fileSink(await folderIn(outputDir, target)),
  };
}

async function folderIn(outputDir: string | undefined, target: string): Promise<string> {
  const refuse = (why: string) =>
    nonRetryable('RunInputInvalid', `The input names the folder ${target} to write to, ${why}.`);
  if (outputDir === undefined) throw refuse('but this worker allows no folders (PIPELINE_OUTPUT_DIR)');
  const folder = resolve(outputDir, target);
  const [root, way] = await Promise.all([realpath(outputDir), existingPart(folder)]);
  const fromRoot = relative(root, way);
  if (fromRoot === '..' || fromRoot.startsWith(`..${sep}`)) throw refuse("which is outside the worker's output folder");
  return folder;
}

/** As much of the path as is there, without links: what is missing will be made of plain folders. */
async function existingPart(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return existingPart(dirname(path));
  }
}
