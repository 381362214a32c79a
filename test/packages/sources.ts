/** The source files of what ships, and what each imports and exports, read as text. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../docs/titles';

export const SHIPPED = ['workflows', 'activities', 'render', 'redis', 'worker', 'client', 'cli', 'testing', 'report'];

export const sourcesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('node_modules'))
    .map((file) => join(folder, file));

const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');

/** Everything that a file imports or hands on, as it is written. */
export const specifiersIn = (file: string): string[] =>
  [...textOf(file).matchAll(/(?:^|[^.\w])(?:from|import\(|require\(|resolve\()\s*'([\w@.#][\w@/.#-]*)'/gm)].map(
    ([, specifier = '']) => specifier,
  );

/** The file behind a relative import, without its ending. */
export function targetOf(file: string, specifier: string): string {
  const plain = join(dirname(file), specifier);
  return existsSync(join(root, `${plain}.ts`)) ? plain : join(plain, 'index');
}

interface Imported {
  readonly specifier: string;
  readonly names: readonly string[];
}

const namesIn = (list: string): string[] =>
  list
    .split(',')
    .map((one) => one.trim().replace(/^type /, ''))
    .filter((one) => one !== '');

/** Imports and re-exports with their names, as the other file has them. `*` stands for all. */
export const importsOf = (file: string): Imported[] =>
  [...textOf(file).matchAll(/^(?:import|export)(?: type)? (?:(\*)[^']*?|[^'{]*?\{([^}]*)\}) from '([^']+)'/gm)].map(
    ([, all, list = '', specifier = '']) => ({
      specifier,
      names: all === undefined ? namesIn(list).map((one) => one.split(' as ')[0] ?? '') : ['*'],
    }),
  );

/** The names that a file exports, those of `export *` too. */
export function exportsOf(file: string): Set<string> {
  const text = textOf(`${file}.ts`);
  const own = [...text.matchAll(/^export (?:async |abstract )?(?:function|class|const|interface|type|enum) (\w+)/gm)];
  const lists = [...text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, list = '']) => namesIn(list));
  const names = [...own.map(([, name = '']) => name), ...lists.map((one) => one.split(' as ').at(-1) ?? '')];
  const handedOn = [...text.matchAll(/^export (?:type )?\* from '([^']+)'/gm)];
  return new Set([...names, ...handedOn.flatMap(([, from = '']) => [...exportsOf(targetOf(`${file}.ts`, from))])]);
}
