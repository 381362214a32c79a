import { readFile } from 'node:fs/promises';
import { Usage } from './exit';

/** @throws Usage naming the option when its text is not JSON. */
export function parsed(text: string, option: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Usage(`${option} is not JSON: ${why}. A text needs its quotes: ${option} '"yes"'.`);
  }
}

/** JSON, or `@FILE` with JSON in it. */
export async function parsedOrFile(text: string, option: string): Promise<unknown> {
  if (!text.startsWith('@')) return parsed(text, option);
  const path = text.slice(1);
  const content = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new Usage(`Cannot read ${path}: ${String(error)}. Check the path and your permission to read it.`);
  });
  return parsed(content, `${option} @${path}`);
}
