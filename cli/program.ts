/** The command line: names, arguments and help. What commands do lives beside it. */
import { Command } from 'commander';
import { shownLines } from './border';
import { completion, shells } from './completion';
import type { Definition, Flags } from './command';
import { look } from './commands/look';
import { steering } from './commands/steering';
import { upkeep } from './commands/upkeep';
import { work } from './commands/work';
import { EXIT } from './exit';
import { Output } from './output';
import { self } from './self';

/** Stands here because it tells of all of them. */
const completing: Definition = {
  usage: 'completion <shell>',
  summary: `print what makes a shell complete commands and options: ${shells.join(', ')}`,
  examples: [
    ['completion bash', 'in ~/.bashrc: source <(pipeline-worker completion bash)'],
    ['completion fish', 'into ~/.config/fish/completions/pipeline-worker.fish'],
  ],
  run(_flags, output, shell = '') {
    const script = completion(
      shell,
      program('', () => undefined),
    );
    if (output.json) output.document({ v: 1, shell, script });
    else output.result(...script.trimEnd().split('\n'));
    return Promise.resolve(EXIT.ok);
  },
};

export const groups: readonly (readonly [title: string, definitions: readonly Definition[]])[] = [
  ['Make runs:', work],
  ['Look:', look],
  ['Steer:', steering],
  ['Upkeep:', [...upkeep, completing]],
];

const EXITS = `
Exit codes: 0 ok, 1 failed, 2 wrong use or input, 3 partial result, 4 cancelled, 5 Temporal or Redis unreachable,
6 paused and needs a person, 130 interrupted.

Servers: TEMPORAL_ADDRESS and REDIS_URL when set; else the servers of a running \`dev\` or \`report\` in this folder.
Links to the Web UI: PIPELINE_UI_URL when set, else that of \`dev\`, \`report\` or Temporal Cloud.`;

/** The command and all below it. */
export const everyCommand = (command: Command): readonly Command[] => [
  command,
  ...command.commands.flatMap(everyCommand),
];

/** @param done is told the exit code of the command that ran. */
export function program(version: string, done: (code: number) => void): Command {
  const main = new Command('pipeline-worker').version(version).showSuggestionAfterError().addHelpText('after', EXITS);
  main.configureOutput({ writeErr: (text) => process.stderr.write(`${shownLines(text.trimEnd())}\n`) });
  main.description('Durable pipelines on Temporal and Redis. Start with:  pipeline-worker report FILE.csv');
  for (const [title, definitions] of groups) {
    main.commandsGroup(title);
    for (const definition of definitions) add(main, definition, done);
  }
  return main;
}

function add(above: Command, definition: Definition, done: (code: number) => void): void {
  const { usage, summary, options = [], examples, run, parts = [] } = definition;
  const command = above.command(usage).description(summary).option('--json', 'one JSON object a line on stdout');
  for (const option of options) command.addOption(option);
  command.addHelpText('after', exampleText(examples));
  command.action(async (...all: unknown[]) => {
    // What two commands on the way share, `--json`, the upper one takes.
    const flags = (all.at(-1) as Command).optsWithGlobals<Flags>();
    const output = new Output(flags.json === true);
    try {
      done(await run(flags, output, ...(all.slice(0, -2).flat() as string[])));
    } catch (error) {
      output.failed(error);
      throw error;
    }
  });
  for (const part of parts) add(command, part, done);
}

function exampleText(examples: Definition['examples']): string {
  const lines = examples.map(([command, what]) => `  ${self()} ${command}\n      ${what}`);
  return `\nExample${lines.length > 1 ? 's' : ''}:\n${lines.join('\n')}`;
}
