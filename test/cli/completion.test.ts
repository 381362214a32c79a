/** The completion, as a bash that has loaded it answers to Tab; it is made from the commands, so it holds every one of them. */
import { execFileSync } from 'node:child_process';
import type { Command } from 'commander';
import { completion, shells } from '../../cli/completion';
import { everyCommand, program } from '../../cli/program';

const all = program('0.0.0', () => undefined);
const script = completion('bash', all);

/** What bash offers for the last of these words. */
function offered(...words: string[]): string[] {
  const typed = ['pipeline-worker', ...words];
  const ask = `COMP_WORDS=(${typed.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${typed.length - 1}; _pipeline_worker; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['--norc', '-c', `${script}\n${ask}`], { encoding: 'utf8' })
    .split('\n')
    .filter(Boolean);
}

test('bash takes it for the completion of pipeline-worker, and falls back to files', () => {
  const said = execFileSync('bash', ['--norc', '-c', `${script}\ncomplete -p pipeline-worker`], { encoding: 'utf8' });
  expect(said).toBe('complete -o default -F _pipeline_worker pipeline-worker\n');
});

test.each<[string[], string[]]>([
  [['re'], ['report', 'result', 'retry', 'resume', 'replay']],
  [
    ['schedule', ''],
    ['list', 'trigger', 'pause', 'resume', 'delete'],
  ],
  [['schedule', 'pause', '--r'], ['--reason']],
  [
    ['schedule', 'nightly', '--cron', '@daily', '--overlap', 'BUFFER'],
    ['BUFFER_ONE', 'BUFFER_ALL'],
  ],
  [
    ['retry', 'spring', '--f'],
    ['--from', '--failed-items', '--fresh'],
  ],
  [['report', '--json', '--an'], ['--analyser']],
  [['report', '--analyser', ''], ['builtin']],
  [['report', ''], []],
  [['report', 'watch', '--o'], ['--out']],
  [['--ver'], ['--version']],
])('%j is completed to %j', (words, expected) => {
  expect(offered(...words)).toEqual(expected);
});

const placeOf = (command: Command | null): string[] =>
  command?.parent ? [...placeOf(command.parent), command.name()] : [];

test.each(everyCommand(all).map((command) => [placeOf(command).join(' '), command] as const))(
  'every option of pipeline-worker %s is offered',
  (_name, command) => {
    const options = command.options.flatMap(({ long }) => long ?? []);
    expect(offered(...placeOf(command), '--')).toEqual(expect.arrayContaining(options));
  },
);

test.each(shells)('%s is told every command and option', (shell) => {
  const text = completion(shell, all);
  for (const command of everyCommand(all)) {
    expect(text).toContain(placeOf(command).join(' '));
    for (const { long } of command.options) expect(text).toContain(long?.slice(2));
  }
});

test.each(['zsh', 'fish'])('%s shows what each command does', (shell) => {
  const text = completion(shell, all);
  for (const command of everyCommand(all).slice(1)) expect(text).toContain(command.description().split("'")[0]);
});

test('another shell is refused, with those that there are', () => {
  expect(() => completion('tcsh', all)).toThrow('There is no completion for tcsh; there is for bash, zsh, fish.');
});
