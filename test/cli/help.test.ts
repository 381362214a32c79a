/** Help, examples and suggestions, and the table of docs/cli.md, which is made from the definitions. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Definition } from '../../cli/command';
import { everyCommand, groups, program } from '../../cli/program';

interface Named extends Definition {
  /** As it is typed: `report`, `schedule list`. */
  readonly name: string;
}

function named(definition: Definition, above = ''): Named[] {
  const name = `${above}${definition.usage.split(' ')[0] ?? ''}`;
  return [{ ...definition, name }, ...(definition.parts ?? []).flatMap((part) => named(part, `${name} `))];
}
const definitions = groups.flatMap(([, some]) => some).flatMap((definition) => named(definition));

const found = (command: Command, name: string): Command | undefined =>
  name.split(' ').reduce<Command | undefined>((at, part) => at?.commands.find((one) => one.name() === part), command);

/** What a shell makes of it, up to a pipe or a redirection. */
function words(line: string): string[] {
  const own = line.split(/ [|>] /)[0] ?? '';
  return [...own.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, bare]) => single ?? double ?? bare ?? '',
  );
}

function silent(): { command: Command; said: () => string } {
  const said: string[] = [];
  const command = program('0.0.0', () => undefined);
  const write = (text: string): void => void said.push(text);
  for (const one of everyCommand(command)) {
    one.exitOverride().configureOutput({ writeOut: write, writeErr: write });
  }
  return { command, said: () => said.join('') };
}

test.each(definitions.map((definition) => [definition.name, definition] as const))(
  '%s --help shows its examples, and each is a command that can be typed',
  async (name, { examples }) => {
    const { command, said } = silent();
    await expect(command.parseAsync([...name.split(' '), '--help'], { from: 'user' })).rejects.toThrow('outputHelp');
    expect(examples.length).toBeGreaterThan(0);
    for (const [line, what] of examples) {
      expect(said()).toContain(line);
      expect(said()).toContain(what);
      const all = words(line);
      const rest = all.splice(name.split(' ').length);
      expect(all.join(' ')).toBe(name);
      const target = found(command, name);
      const { operands, unknown } = target?.parseOptions(rest) ?? { operands: [], unknown: ['?'] };
      expect(unknown).toEqual([]);
      const args = target?.registeredArguments ?? [];
      expect(operands.length).toBeLessThanOrEqual(args.length);
      expect(operands.length).toBeGreaterThanOrEqual(args.filter(({ required }) => required).length);
      const missing = target?.options.filter((option) => option.mandatory && !rest.includes(option.long ?? ''));
      expect(missing).toEqual([]);
    }
  },
);

test.each([
  [['reprot', 'x.csv'], 'Did you mean report?'],
  [['wach', 'x'], 'Did you mean watch?'],
  [['watch', 'x', '--jsno'], 'Did you mean --json?'],
  [['retry', 'x', '--form', 'y'], 'Did you mean --from?'],
])('%j is answered with the nearest right one', async (args, suggestion) => {
  const { command, said } = silent();
  await expect(command.parseAsync(args, { from: 'user' })).rejects.toThrow('error: unknown');
  expect(said()).toContain(suggestion);
});

/** One row a command: arguments and options as people type them. */
function table(): string[] {
  return definitions.map(({ name, usage, options = [], summary }) => {
    const flags = options.map((option) => (option.mandatory ? option.flags : `[${option.flags}]`));
    const [, ...args] = usage.split(' ');
    return `| \`${[name, ...args, ...flags].join(' ')}\` | ${summary} |`;
  });
}

test('the table in docs/cli.md is the one that the definitions make', () => {
  const page = readFileSync(join(__dirname, '..', '..', 'docs', 'cli.md'), 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  expect(rows).toEqual(table());
});
