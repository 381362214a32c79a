/** `completion SHELL`: what a shell needs to complete commands, options and their values, made from the commands themselves. */
import type { Command, Option } from 'commander';
import { Usage } from './exit';
import { harmless } from './live/text';

export const shells = ['bash', 'zsh', 'fish'] as const;

/** What may follow a command: `''` is the program itself, `schedule list` a command of a command. */
interface Place {
  readonly path: string;
  readonly commands: readonly Word[];
  readonly options: readonly (Word & { readonly choices: readonly string[] })[];
}

interface Word {
  readonly word: string;
  readonly says: string;
}

/** @throws Usage for another shell. */
export function completion(shell: string, program: Command): string {
  const places = placesOf(program);
  if (shell === 'bash') return bash(places);
  if (shell === 'zsh') return zsh(places);
  if (shell === 'fish') return fish(places);
  throw new Usage(`There is no completion for ${shell}; there is for ${shells.join(', ')}.`);
}

function placesOf(command: Command, path = ''): Place[] {
  const below = command.commands.map((one) => ({ word: one.name(), says: one.description(), one }));
  const here = {
    path,
    commands: below.map(({ word, says }) => ({ word, says })),
    options: [...command.options, ...(path === '' ? [] : [HELP])].map(optionOf),
  };
  return [here, ...below.flatMap(({ word, one }) => placesOf(one, `${path} ${word}`.trim()))];
}

const HELP = { long: '--help', description: 'options and examples' };

const optionOf = ({ long, description, argChoices }: Pick<Option, 'long' | 'description' | 'argChoices'>) => ({
  word: long ?? '',
  says: description,
  choices: argChoices ?? [],
});

/** In single quotes, whatever it holds. */
const quoted = (text: string): string => `'${harmless(text).replaceAll("'", `'\\''`)}'`;

/** Branches of a `case` that finds out which command is meant, from the words before the one that is completed. */
const walk = (places: readonly Place[]): string[] =>
  places
    .filter(({ path }) => path !== '')
    .map(({ path }) => {
      const above = path.split(' ').slice(0, -1).join(' ');
      return `      ${quoted(`${above}|${path.split(' ').at(-1) ?? ''}`)}) place=${quoted(path)} ;;`;
    });

const withChoices = (places: readonly Place[]) =>
  places.flatMap(({ path, options }) =>
    options.filter(({ choices }) => choices.length > 0).map((option) => ({ path, ...option })),
  );

function bash(places: readonly Place[]): string {
  const words = (all: readonly Word[]): string => quoted(all.map(({ word }) => word).join(' '));
  return `# Completion of pipeline-worker in bash. Add to ~/.bashrc:  source <(pipeline-worker completion bash)
_pipeline_worker() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]} place='' commands='' options='' i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$place|\${COMP_WORDS[i]}" in
${walk(places).join('\n')}
    esac
  done
  case "$place|$before" in
${withChoices(places)
  .map(({ path, word, choices }) => `    ${quoted(`${path}|${word}`)}) commands=${quoted(choices.join(' '))} ;;`)
  .join('\n')}
    *)
      case "$place" in
${places
  .map(
    ({ path, commands, options }) =>
      `        ${quoted(path)}) commands=${words(commands)} options=${words(options)} ;;`,
  )
  .join('\n')}
      esac
      ;;
  esac
  [[ $current == -* ]] && commands=$options
  COMPREPLY=($(compgen -W "$commands" -- "$current"))
}
complete -o default -F _pipeline_worker pipeline-worker
`;
}

function zsh(places: readonly Place[]): string {
  const described = (all: readonly Word[]): string =>
    all.map(({ word, says }) => quoted(`${word.replaceAll(':', '\\:')}:${says}`)).join(' ');
  return `#compdef pipeline-worker
# Completion of pipeline-worker in zsh. Add to ~/.zshrc, after compinit:  source <(pipeline-worker completion zsh)
_pipeline_worker() {
  local place='' i
  local -a commands options
  for ((i = 2; i < CURRENT; i++)); do
    case "$place|\${words[i]}" in
${walk(places).join('\n')}
    esac
  done
  case "$place|\${words[CURRENT - 1]}" in
${withChoices(places)
  .map(({ path, word, choices }) => `    ${quoted(`${path}|${word}`)}) compadd -- ${choices.join(' ')}; return ;;`)
  .join('\n')}
  esac
  case "$place" in
${places
  .map(
    ({ path, commands, options }) =>
      `    ${quoted(path)}) commands=(${described(commands)}) options=(${described(options)}) ;;`,
  )
  .join('\n')}
  esac
  if [[ \${words[CURRENT]} == -* ]]; then
    _describe option options
  else
    _describe command commands
    _files
  fi
}
compdef _pipeline_worker pipeline-worker
`;
}

function fish(places: readonly Place[]): string {
  const line = (condition: string, rest: string): string =>
    `complete -c pipeline-worker -n ${quoted(condition)} ${rest}`;
  const lines = places.flatMap(({ path, commands, options }) => {
    const here = `__pipeline_worker_at ${quoted(path)}`;
    return [
      ...commands.map(({ word, says }) => line(here, `-a ${quoted(word)} -d ${quoted(says)}`)),
      ...options.map(({ word, says, choices }) => {
        const values = choices.length > 0 ? ` -x -a ${quoted(choices.join(' '))}` : '';
        return line(here, `-l ${quoted(word.slice(2))}${values} -d ${quoted(says)}`);
      }),
    ];
  });
  return `# Completion of pipeline-worker in fish. Save as ~/.config/fish/completions/pipeline-worker.fish
function __pipeline_worker_at
  set -l place ''
  for word in (commandline -opc)[2..-1]
    switch "$place|$word"
${places
  .filter(({ path }) => path !== '')
  .map(({ path }) => {
    const above = path.split(' ').slice(0, -1).join(' ');
    return `      case ${quoted(`${above}|${path.split(' ').at(-1) ?? ''}`)}\n        set place ${quoted(path)}`;
  })
  .join('\n')}
    end
  end
  test "$place" = "$argv[1]"
end
${lines.join('\n')}
`;
}
