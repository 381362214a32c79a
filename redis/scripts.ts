import { createHash } from 'node:crypto';
import { luaSource } from './luaSources';

/** One file each in lua/; the file opens with the script's contract. */
export const scriptNames = [
  'acquire',
  'begin',
  'commit',
  'hand',
  'name',
  'note',
  'open',
  'prove',
  'record',
  'release',
  'remember',
  'renew',
  'reset',
  'strike',
] as const;

export type ScriptName = (typeof scriptNames)[number];
export type Argument = string | number;

/** Runs one script; rejects when its outcome is not known. */
export type RunScript = (name: ScriptName, keys: string[], args: Argument[]) => Promise<unknown>;

export interface Script {
  readonly source: string;
  readonly sha1: string;
}

function load(name: ScriptName): Script {
  const source = luaSource(name);
  return { source, sha1: createHash('sha1').update(source).digest('hex') };
}

export const scripts = Object.fromEntries(scriptNames.map((name) => [name, load(name)])) as Record<ScriptName, Script>;
