/**
 * The version of the kernel. A run tells it to `kit.open`, whose answer tells it back, so that it stands in history
 * without an event of its own. It is raised when the kernel decides otherwise about a history that it made before, and
 * `patched()` cannot keep the old way. What a run does before that answer must stay as it is for ever: else a worker of
 * another kernel meets a history that it cannot read this in.
 */
import type { Opened } from '../../activities/kit/contract';

export const KERNEL = 1;

/** No ApplicationFailure: the workflow task fails and is tried again by any worker, the run itself is not touched. */
export class AnotherKernel extends Error {}

/** @throws AnotherKernel when another kernel began the run: its history is not what this one would have made. */
export function mustBeOurs(id: string, { kernel = 0 }: Pick<Opened, 'kernel'>): void {
  if (kernel === KERNEL) return;
  const remedy = `pin it, or \`retry ${word(id)} --restart\``;
  throw new AnotherKernel(`The run began on kernel ${kernel}: ${remedy}. This build has kernel ${KERNEL}`);
}

/** An id for a shell; one that cannot be printed is left to the reader. */
function word(id: string): string {
  if (/^[\w./:@%+,=-]+$/.test(id)) return id;
  return /[\p{Control}\u2028-\u202E\u2066-\u2069]/u.test(id) ? 'ID' : `'${id.replaceAll("'", `'\\''`)}'`;
}
