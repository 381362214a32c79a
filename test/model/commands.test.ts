/** The table of test/model/README.md that names the transition of every command of every script. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as spec from './spec';

const lua = join(__dirname, '..', '..', 'redis', 'lua');
const commandsOf = (script: string): string[] =>
  [...readFileSync(join(lua, `${script}.lua`), 'utf8').matchAll(/redis\.call\('(\w+)'/g)].map(([, name = '']) => name);

interface Row {
  readonly script: string;
  readonly commands: string[];
  readonly transition: string;
}

const rows = [
  ...readFileSync(join(__dirname, 'README.md'), 'utf8').matchAll(/^\| `(\w+)\.lua` \| ([A-Z, ]+) \| (.+?) \|$/gm),
].map(([, script = '', commands = '', transition = '']): Row => ({
  script,
  commands: commands.split(', '),
  transition,
}));

test('every command of every script stands once in the table of the model, in the order of the script', () => {
  const scripts = readdirSync(lua).map((file) => file.replace('.lua', ''));
  const listed = scripts.map((script) => [
    script,
    rows.filter((row) => row.script === script).flatMap(({ commands }) => commands),
  ]);
  expect(listed).toEqual(scripts.map((script) => [script, commandsOf(script)]));
});

test('every transition that the table names is one of the specification', () => {
  const named = rows.flatMap(({ transition }) => [...transition.matchAll(/`(\w+)`/g)].map(([, name = '']) => name));
  const folder = join(__dirname, 'spec');
  const sources = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  const isThere = (name: string): boolean =>
    name in spec || sources.some((source) => source.includes(`function ${name}(`));
  expect(named.filter((name) => !isThere(name))).toEqual([]);
  expect(rows.filter(({ transition }) => !transition.includes('`') && !transition.startsWith('none: '))).toEqual([]);
});
