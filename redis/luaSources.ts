import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One file a script, which opens with its contract. */
export const luaFolder = join(__dirname, 'lua');

/**
 * The text of a script. The build puts the texts themselves in place of this file (worker/build.ts): a program that a framework has
 * bundled (Next.js) has no folder beside its code to read them from.
 */
export const luaSource = (name: string): string => readFileSync(join(luaFolder, `${name}.lua`), 'utf8');
