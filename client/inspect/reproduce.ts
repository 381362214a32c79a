import { quoted } from '../shell';

/** A longer input is not typed. */
const MAX_INPUT_CHARACTERS = 2000;

/**
 * The command that does the run again, under an id of its own: under the old one it would only give the finished run.
 * What a file held is known by its sha256 alone, so FILE.csv stands for it.
 */
export function commandOf(id: string, type: string, input: unknown): string {
  const { source, title } = (input ?? {}) as { source?: { blob?: unknown }; title?: unknown };
  const flags = ['--id', quoted(`${id}-again`)];
  if (typeof source?.blob === 'string') {
    const titled = typeof title === 'string' ? ['--title', quoted(title)] : [];
    return ['pipeline-worker report FILE.csv', ...flags, ...titled].join(' ');
  }
  const text = JSON.stringify(input);
  const typed = text.length > MAX_INPUT_CHARACTERS ? '@input.json' : quoted(text);
  return ['pipeline-worker run', quoted(type), ...flags, '--input', typed].join(' ');
}

/** The command by which a run that has ended makes its files again. `needsInput`: FILE.csv stands for a file of its user. */
export function rebuildCommandOf(
  id: string,
  input: unknown,
): { readonly command: string; readonly needsInput: boolean } {
  const { source, title } = (input ?? {}) as { source?: { blob?: unknown }; title?: unknown };
  if (typeof source?.blob !== 'string') return { command: `retry ${quoted(id)}`, needsInput: false };
  const titled = typeof title === 'string' ? ` --title ${quoted(title)}` : '';
  return { command: `report FILE.csv --id ${quoted(id)}${titled}`, needsInput: true };
}
