import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Redis } from 'ioredis';

/** One file each in lua/; the file opens with the script's contract. */
export const scriptNames = [
  'acquire',
  'begin',
  'commit',
  'hand',
  'open',
  'record',
  'release',
  'remember',
  'renew',
  'reset',
  'strike',
] as const;

export type ScriptName = (typeof scriptNames)[number];
type Argument = string | number;

/** Runs one script; rejects when its outcome is not known. */
export type RunScript = (name: ScriptName, keys: string[], args: Argument[]) => Promise<unknown>;

export const luaFolder = join(__dirname, 'lua');

/** A name of our own: a bare `reset` would replace the RESET command of the connection. */
const commandName = (name: ScriptName) => `pipeline:${name}` as const;

type ScriptCommands = Record<
  ReturnType<typeof commandName>,
  (keyCount: number, ...keysAndArgs: Argument[]) => Promise<unknown>
>;

/** Defines every script on the connection. ioredis sends EVALSHA, and the source where the server has forgotten it. */
export function withScripts(redis: Redis): RunScript {
  for (const name of scriptNames) {
    redis.defineCommand(commandName(name), { lua: readFileSync(join(luaFolder, `${name}.lua`), 'utf8') });
  }
  // defineCommand adds methods at run time, which the type of Redis cannot know.
  const commands = redis as unknown as ScriptCommands;
  return (name, keys, args) => commands[commandName(name)](keys.length, ...keys, ...args);
}
