import { quoted } from '../shell';

/** A longer job is not typed. */
const MAX_JOB_CHARACTERS = 2000;

/**
 * The command that does the run again, under an id of its own: under the old one it would only give the finished run.
 * What a file held is known by its sha256 alone, so FILE.csv stands for it.
 */
export function commandOf(id: string, type: string, job: unknown): string {
  const { source, title } = (job ?? {}) as { source?: { blob?: unknown }; title?: unknown };
  const flags = ['--id', quoted(`${id}-again`)];
  if (typeof source?.blob === 'string') {
    const titled = typeof title === 'string' ? ['--title', quoted(title)] : [];
    return ['pipeline-worker report FILE.csv', ...flags, ...titled].join(' ');
  }
  const text = JSON.stringify(job);
  const input = text.length > MAX_JOB_CHARACTERS ? '@job.json' : quoted(text);
  return ['pipeline-worker run', quoted(type), ...flags, '--input', input].join(' ');
}

/** The command by which a run that has ended makes its files again. `needsInput`: FILE.csv stands for a file of its user. */
export function rebuildCommandOf(id: string, job: unknown): { readonly command: string; readonly needsInput: boolean } {
  const { source, title } = (job ?? {}) as { source?: { blob?: unknown }; title?: unknown };
  if (typeof source?.blob !== 'string') return { command: `retry ${quoted(id)}`, needsInput: false };
  const titled = typeof title === 'string' ? ` --title ${quoted(title)}` : '';
  return { command: `report FILE.csv --id ${quoted(id)}${titled}`, needsInput: true };
}
