import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { luaFolder } from '../../redis/luaSources';
import { scriptNames } from '../../redis/scripts';

const source = (name: string) => readFileSync(join(luaFolder, `${name}.lua`), 'utf8');
const headerOf = (lua: string) => lua.slice(0, lua.search(/^(?!--)/m));
const bodyOf = (lua: string) => lua.slice(headerOf(lua).length);

/** The indices a header documents (`KEYS[1]`) or a body uses; `n` stands for "from here on". */
function indices(text: string, list: 'KEYS' | 'ARGV'): string[] {
  const found = [...text.matchAll(new RegExp(`${list}\\[(\\d+)\\]`, 'g'))].map(([, index]) => String(index));
  return [...new Set(found)].toSorted((a, b) => Number(a) - Number(b));
}

const hasRest = (header: string, list: string) => new RegExp(`^-- ${list}\\[[a-z]\\]`, 'm').test(header);
const usesRest = (body: string, list: string) =>
  new RegExp(`#${list}|ipairs\\(${list}\\)|unpack\\(${list}, |${list}\\[[^\\]]*\\bi\\b`).test(body);

test('every file of lua/ is a script that the store knows, and the other way round', () => {
  const files = readdirSync(luaFolder).map((file) => file.replace(/\.lua$/, ''));
  expect(files.toSorted()).toEqual([...scriptNames]);
});

describe.each(scriptNames)('%s', (name) => {
  const header = headerOf(source(name));
  const body = bodyOf(source(name));

  test('opens with its name and purpose, its replies and what holds', () => {
    expect(header).toMatch(new RegExp(`^-- ${name}: \\S`));
    expect(header).toMatch(/^-- Replies {2}\S/m);
    expect(header).toMatch(/^-- Holds {4}\S/m);
  });

  test.each(['KEYS', 'ARGV'] as const)('documents every %s it uses, and uses every one it documents', (list) => {
    expect(indices(header, list)).toEqual(indices(body, list));
    expect(hasRest(header, list)).toBe(usesRest(body, list));
  });

  test('numbers its keys and arguments without a gap', () => {
    for (const list of ['KEYS', 'ARGV'] as const) {
      const found = indices(header, list);
      expect(found).toEqual(found.map((_, position) => String(position + 1)));
    }
  });

  test('builds no key name of its own', () => {
    const keyArguments = [...body.matchAll(/redis\.call\('(?!TIME|PUBLISH)\w+', ([^,)]+)/g)].map(([, key]) => key);
    for (const key of keyArguments) expect(key).toMatch(/^(KEYS\[\w+\]|key)$/);
  });

  test('prints no token the way Lua does, with 14 digits', () => {
    expect(body).not.toMatch(/tostring\(|cjson/);
  });
});

test('prove has every command of the other scripts, so that a right that is missing shows before a run needs it', () => {
  const commandsIn = (name: string) =>
    [...source(name).matchAll(/redis\.call\('(\w+)'/g)].map(([, command]) => command!);
  const others = scriptNames.filter((name) => name !== 'prove').flatMap(commandsIn);
  expect([...new Set(commandsIn('prove'))].toSorted()).toEqual([...new Set(others)].toSorted());
});
