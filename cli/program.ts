/** The command line: names, arguments and help. What commands do lives beside it. */
import { Command, Option } from 'commander';
import { Output } from './output';
import { replay } from './replay';
import type { ReplayFlags } from './replay';
import { report } from './report';
import { cancel, inspect, list, result, retry, skip, start, watch } from './runs';
import type { RetryFlags, StartFlags } from './runs';
import { serveDev, serveWorker } from './serve';

interface Flags extends StartFlags, RetryFlags, ReplayFlags {
  readonly json?: boolean;
  readonly out?: string;
  readonly memory?: boolean;
  readonly reason?: string;
}

const EXITS = `
Exit codes: 0 ok, 1 failed, 2 wrong use or input, 3 partial result, 4 cancelled, 5 Temporal or Redis unreachable,
6 paused and needs a person, 130 interrupted.

Servers: TEMPORAL_ADDRESS and REDIS_URL when set; else the servers of a running \`dev\` or \`report\` in this folder.`;

/** @param done is told the exit code of the command that ran. */
export function program(version: string, done: (code: number) => void): Command {
  const main = new Command('pipeline-worker').version(version).showSuggestionAfterError().addHelpText('after', EXITS);
  main.description('Durable pipelines on Temporal and Redis. Start with:  pipeline-worker report FILE.csv');
  const command = (
    name: string,
    description: string,
    run: (flags: Flags, output: Output, ...args: string[]) => Promise<number>,
  ) =>
    main
      .command(name)
      .description(description)
      .option('--json', 'one JSON object a line on stdout')
      .action(async (...all: unknown[]) => {
        const flags = all.at(-2) as Flags;
        const args = all.slice(0, -2) as string[];
        done(await run(flags, new Output(flags.json === true), ...args));
      });
  const id = new Option('--id <id>', 'id of the run; the same input joins or resumes the run of that id');
  const title = new Option('--title <title>', 'title of the report');
  const input = new Option('--input <json>', 'the job of the pipeline, as JSON or @FILE');

  command(
    'report <file>',
    'make a report of a CSV: servers if needed, worker, run, files',
    (flags, output, file = '') => report(file, flags, output),
  )
    .option('--out <dir>', 'where the files go (default: out/<id>)')
    .addOption(id)
    .addOption(title)
    .addOption(new Option('--analyser <name>', 'which analyser').choices(['builtin']).default('builtin'))
    .option('--memory', 'embedded servers keep nothing on disk');
  command('dev', 'embedded Temporal, Redis, Web UI and a worker, until Ctrl-C', (_flags, output) => serveDev(output));
  command('worker', 'a worker process', (_flags, output) => serveWorker(output));
  command('start <what>', 'start a report of FILE.csv, or a pipeline; do not wait', (flags, output, what = '') =>
    start(what, flags, false, output),
  )
    .addOption(id)
    .addOption(title)
    .addOption(input);
  command('run <pipeline>', 'start a pipeline and wait for its end', (flags, output, what = '') =>
    start(what, flags, true, output),
  )
    .addOption(id)
    .addOption(title)
    .addOption(input);
  command('watch <id>', 'follow a run; Ctrl-C only stops watching', (_flags, output, run = '') => watch(run, output));
  command('result <id>', 'wait for a run and give what came out', (flags, output, run = '') =>
    result(run, flags.out, output),
  ).option('--out <dir>', 'write the files there');
  command('list', 'the newest runs', (_flags, output) => list(output));
  command('inspect <id>', 'steps, sizes and workers of one run', (_flags, output, run = '') => inspect(run, output));
  command('cancel <id>', 'end a run; finished work is kept', (_flags, output, run = '') => cancel(run, output));
  command(
    'retry <id> [step]',
    'go on with a paused run, or start a closed one again',
    (flags, output, run = '', step) => retry(run, step, retryFlags(flags), output),
  )
    .option('--from <step>', 'run this step again, and what depends on changed content')
    .option('--failed-items', 'run failed items again')
    .option('--fresh', 'pay again for finished items too');
  command('skip <id> <step>', 'end a paused step without its work', (flags, output, run = '', step = '') =>
    skip(run, step, flags.reason ?? '', output),
  ).requiredOption('--reason <text>', 'why; the report of the run shows it');
  command('replay [id]', 'would this build go on with a run?', (flags, output, run) => replay(run, flags, output))
    .option('--file <history>', 'replay this history, as `temporal workflow show --output json` writes it')
    .option('--running', 'replay every run that has not ended')
    .option('--workflows <path>', 'against these workflows instead of those of this build');
  return main;
}

function retryFlags({ from, failedItems, fresh }: Flags): RetryFlags {
  return {
    ...(from === undefined ? {} : { from }),
    ...(failedItems === undefined ? {} : { failedItems }),
    ...(fresh === undefined ? {} : { fresh }),
  };
}
